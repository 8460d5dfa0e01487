/** The content checks as Astro calls them. */
import { EventEmitter } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { contentChecks } from '../../../src/markdown/integration.ts';
import { contentWith, demos, fixtureDir, head } from './support.ts';

type Hook = (parameters: unknown) => Promise<void> | void;

function start(contentDir: string) {
  const hooks = contentChecks({ demos: () => demos, contentDir }).hooks as Record<string, Hook | undefined>;
  const logger = { info: vi.fn(), warn: vi.fn<(text: string) => void>(), error: vi.fn() };
  const setup = (command: string) => hooks['astro:config:setup']?.({ command, config: { root: new URL('file:///') } });
  const build = async () => {
    await setup('build');
    await hooks['astro:config:done']?.({ logger });
  };
  const develop = async (watcher: EventEmitter) => {
    await setup('dev');
    await hooks['astro:config:done']?.({ logger });
    await hooks['astro:server:setup']?.({ server: { watcher }, logger });
  };
  return { logger, build, develop };
}

const broken = (): string => {
  const text = `${head}[@nobody] and [](#nowhere)\n`;
  return contentWith({ 'articles/gamma/en.mdx': text, 'articles/gamma/zh.mdx': text });
};

describe('a build', () => {
  it('goes on when there is no mistake', async () => {
    const { build, logger } = start(fixtureDir);
    await build();
    expect(logger.info).toHaveBeenCalledWith('no mistakes in the content');
  });

  it('fails with all mistakes at once', async () => {
    const message = await start(broken())
      .build()
      .catch((error: unknown) => String(error));
    expect(message).toContain('4 mistakes in the content');
    expect(message).toContain('content/articles/gamma/en.mdx:8:1  [unknown-citation]');
    expect(message).toContain('content/articles/gamma/zh.mdx:8:15  [unknown-target]');
  });
});

it('development warns, and again after a change', async () => {
  const contentDir = broken();
  const watcher = Object.assign(new EventEmitter(), { add: vi.fn() });
  const { develop, logger } = start(contentDir);
  await develop(watcher);
  await vi.waitFor(() => {
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });
  const path = join(contentDir, 'articles', 'gamma', 'en.mdx');
  appendFileSync(path, '\n## No id\n');
  watcher.emit('all', 'change', join(contentDir, '..', 'elsewhere.ts'));
  watcher.emit('all', 'change', path);
  await vi.waitFor(() => {
    expect(logger.warn).toHaveBeenCalledTimes(2);
  });
  expect(logger.warn.mock.calls[1]?.[0]).toContain('[missing-id]');
});
