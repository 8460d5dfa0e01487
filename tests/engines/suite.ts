/** All that is tried in one browser: one session, and nothing that a page may complain of. */
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { computingTests } from './computing.ts';
import type { Engine } from './engine.ts';
import { readingTests } from './reading.ts';
import { startSite } from './site.ts';

/** `start` is undefined where the browser is not installed: its tests are then skipped, not passed. */
export function testIn(name: string, start: ((site: string) => Promise<Engine>) | undefined): void {
  if (!start) console.warn(`${name} is not installed: its tests are left out.`);
  describe.skipIf(!start)(name, () => {
    let running: Engine | undefined;
    let closeSite: (() => void) | undefined;
    const engine = (): Engine => {
      if (!running) throw new Error(`${name} is not running`);
      return running;
    };
    beforeAll(async () => {
      const site = await startSite();
      closeSite = site.close;
      running = await start?.(site.url);
      console.log(engine().version);
    });
    afterEach(() => {
      expect(engine().complaints().join('\n'), 'exceptions, errors, refusals').toBe('');
    });
    afterAll(async () => {
      await running?.close();
      closeSite?.();
    });
    readingTests(engine);
    computingTests(engine);
  });
}
