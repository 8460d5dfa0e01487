/** Settings that storage holds, and that other tabs change, at random: they are ours or count as not set. */
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isOn } from '../../../src/offline/switch.ts';
import { anyText, fuzz } from './fuzz.ts';

/** What storage may hold: nothing, something close to what we write, anything. */
const stored = (...near: string[]): fc.Arbitrary<string | null> =>
  fc.option(fc.oneof(fc.constantFrom(...near), anyText), { nil: null });
const themes = stored('light', 'dark', 'system', 'Light', ' dark', 'light dark', '"light"', 'null');
const root = { dataset: {} as Record<string, string> };
const themeOf = (text: string | null): Record<string, string> =>
  text === 'light' || text === 'dark' ? { theme: text } : {};

interface Switch {
  readonly connectedCallback: () => void;
}
type Hear = (event: Partial<StorageEvent>) => void;
/** The site's switch, on a page that has nothing else; what it does when another tab changes a setting. */
async function switchOf(): Promise<Hear> {
  let made: (new () => Switch) | undefined;
  let hear: Hear | undefined;
  vi.stubGlobal('document', { documentElement: root });
  vi.stubGlobal('HTMLElement', Object);
  vi.stubGlobal('customElements', { define: (_: string, of: typeof made) => (made = of) });
  vi.stubGlobal('addEventListener', (_: string, to: Hear) => (hear = to));
  await import('../../../src/components/theme-switch.ts');
  if (made) Object.assign(new made(), { dataset: {}, querySelector: () => null }).connectedCallback();
  if (!hear) throw new Error('the switch hears of no other tab');
  return hear;
}

afterEach(() => vi.unstubAllGlobals());

describe('settings, at random', () => {
  it('a stored theme is light or dark, or the system’s', () => {
    // Runs in the head of every page, before anything else.
    const script = readFileSync(new URL('../../../src/components/before-paint.js', import.meta.url), 'utf8');
    fuzz('theme', 500, themes, (text) => {
      root.dataset = {};
      runInNewContext(script, {
        localStorage: { getItem: () => text },
        document: { documentElement: root },
        performance: { getEntriesByType: () => [] },
      });
      expect(root.dataset).toEqual(themeOf(text));
    });
  });

  it('so is one that another tab chose', async () => {
    const hear = await switchOf();
    const key = fc.oneof(fc.constantFrom('theme', null), anyText);
    fuzz('themes of other tabs', 500, fc.tuple(key, themes), ([changed, newValue]) => {
      root.dataset = { theme: 'dark' };
      hear({ key: changed, newValue });
      expect(root.dataset).toEqual(changed === 'theme' || changed === null ? themeOf(newValue) : { theme: 'dark' });
    });
  });

  it('offline reading is off only where the reader switched it off, or where storage is blocked', () => {
    fuzz('it-offline', 500, stored('off', 'on', 'OFF', 'off ', 'false', '0'), (text) => {
      vi.stubGlobal('localStorage', { getItem: () => text });
      expect(isOn()).toBe(text !== 'off');
    });
    fuzz('errors of storage', 100, anyText, (thrown) => {
      const getItem = (): never => {
        throw new DOMException('blocked', thrown);
      };
      vi.stubGlobal('localStorage', { getItem });
      expect(isOn()).toBe(false);
    });
  });
});
