/** A copy of the project in a temporary folder, for builds that must not touch the project itself. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const copied = ['src', 'content', 'public', 'astro.config.mjs', 'package.json', 'svelte.config.js', 'tsconfig.json'];

/** Links every package, not the folder itself: Astro and Vite keep their caches beside the packages. */
function linkPackages(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (name.startsWith('.') && name !== '.bin') continue;
    symlinkSync(join(from, name), join(to, name));
  }
}

/** Makes the copy and returns its path. */
export function copyProject(): string {
  const copy = mkdtempSync(join(tmpdir(), 'incoming-transmission-'));
  for (const name of copied) cpSync(join(projectRoot, name), join(copy, name), { recursive: true });
  linkPackages(join(projectRoot, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

export const removeCopy = (copy: string): void => rmSync(copy, { recursive: true, force: true });

export interface BuildResult {
  readonly code: number | null;
  /** Standard output and error, without colours. */
  readonly output: string;
}

/** Runs `astro <args>` in a folder to its end. `started` is told its process, to watch it. */
export function astroWatched(
  folder: string,
  args: readonly string[],
  started: (pid: number | undefined) => void,
): Promise<BuildResult> {
  return new Promise((resolve) => {
    const child = spawn(join(folder, 'node_modules/.bin/astro'), args, {
      cwd: folder,
      env: { ...process.env, NODE_ENV: 'production', ASTRO_TELEMETRY_DISABLED: '1', NO_COLOR: '1', FORCE_COLOR: '0' },
    });
    started(child.pid);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('close', (code) => {
      resolve({ code, output: output.replaceAll(/\u001b\[[\d;]*m/g, '') });
    });
  });
}

/** Runs `astro <args>` in a folder to its end. */
export const astro = (folder: string, ...args: string[]): Promise<BuildResult> =>
  astroWatched(folder, args, () => undefined);
