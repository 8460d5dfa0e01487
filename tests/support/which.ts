/** Where programs are, and Debian packages of those that are not there. */
import { execFileSync, spawnSync } from 'node:child_process';

/** Path of a program: on the path, or where servers are kept. Undefined when it is not installed. */
export function which(command: string): string | undefined {
  try {
    const found = execFileSync('sh', ['-c', `command -v ${command} || ls /usr/sbin/${command}`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return found.trim() || undefined;
  } catch {
    return undefined;
  }
}

const run = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args, { stdio: 'inherit' }).status === 0;

/** Whether packages can be installed here: as root, with apt. */
export const canInstall = (): boolean =>
  process.platform === 'linux' && process.getuid?.() === 0 && which('apt-get') !== undefined;

/** Installs Debian packages; false where that is not possible. */
export const aptInstall = (...packages: string[]): boolean =>
  canInstall() &&
  run('apt-get', 'update', '-qq') &&
  run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages);
