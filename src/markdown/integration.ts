/** The content checks in Astro: a build fails with all mistakes at once; in development they are warnings. */
import type { AstroIntegration, AstroIntegrationLogger } from 'astro';
import { resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildInventory } from '../links/inventory.ts';
import { unlockedTargets } from '../links/permalinks.ts';
import { checkContent, formatProblems } from './check-content.ts';
import type { CheckOptions, Demos, Problem } from './check-content.ts';

export interface ContentChecksOptions extends Omit<CheckOptions, 'demos'> {
  /** The demos that exist, or how to find them (asked again at each check in development). */
  readonly demos: Demos | (() => Demos | Promise<Demos>);
  /** Absolute; default: `content` beside the configuration. */
  readonly contentDir?: string;
}

const count = (problems: readonly Problem[]): string =>
  problems.length === 1 ? '1 mistake in the content' : `${String(problems.length)} mistakes in the content`;

/** Milliseconds to wait for more changes before checking again. */
const patience = 150;

/** Watches a folder: `changed` runs once after a burst of changes. */
function onChange(watcher: Watcher, folder: string, changed: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  watcher.add(folder);
  watcher.on('all', (_event, path) => {
    if (!resolve(path).startsWith(folder + sep)) return;
    clearTimeout(timer);
    timer = setTimeout(changed, patience);
  });
}
interface Watcher {
  add(path: string): unknown;
  on(event: 'all', listener: (event: string, path: string) => void): unknown;
}

/**
 * Runs the content checks. In a build they come first, before Astro reads the collections: its own schema error would
 * hide all other mistakes.
 */
export function contentChecks({ demos, contentDir, ...options }: ContentChecksOptions): AstroIntegration {
  let folder = contentDir ?? '';
  let building = false;
  const run = async (): Promise<Problem[]> => {
    const known = typeof demos === 'function' ? await demos() : demos;
    return checkContent(buildInventory(folder), { ...options, demos: known });
  };
  const warn = async (logger: AstroIntegrationLogger): Promise<void> => {
    try {
      const problems = await run();
      if (problems.length > 0) logger.warn(`${count(problems)}\n${formatProblems(problems)}`);
    } catch (error) {
      logger.error(`the content could not be checked: ${String(error)}`);
    }
  };
  return {
    name: 'content-checks',
    hooks: {
      'astro:config:setup': ({ command, config }) => {
        building = command === 'build';
        folder ||= fileURLToPath(new URL('content', config.root));
      },
      'astro:config:done': async ({ logger }) => {
        if (!building) return;
        const problems = await run();
        if (problems.length > 0) throw new Error(`${count(problems)}:\n\n${formatProblems(problems)}\n`);
        logger.info('no mistakes in the content');
        // New targets don't stop a build: they need not last before they are published. The tests insist.
        const fresh = unlockedTargets(buildInventory(folder)).length;
        if (fresh > 0)
          logger.warn(`${String(fresh)} new targets: run \`npm run permalinks\` before they are published`);
      },
      'astro:server:setup': ({ server, logger }) => {
        void warn(logger);
        onChange(server.watcher, folder, () => void warn(logger));
      },
    },
  };
}
