/** Colours of both themes against WCAG 2.2: text 4.5:1, edges of controls and marks 3:1. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../src/styles/tokens.css', import.meta.url), 'utf8');
const themes = ['light', 'dark'] as const;

/** Both values of a token: `--ink: light-dark(#1a1e24, #dce1e9)`. */
function token(name: string): Record<(typeof themes)[number], string> {
  const [, light, dark] = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css) ?? [];
  if (light === undefined || dark === undefined) throw new Error(`no token --${name}`);
  return { light, dark };
}

/** Relative luminance of sRGB, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe.each(themes)('colours of the %s theme', (theme) => {
  const grounds = ['ground', 'panel', 'raised'].map((name) => token(name)[theme]);
  const texts = ['ink', 'muted', 'signal', 'warn', 'query', 'key', 'value', 'noise', 'gradient'];

  it.each(texts)('%s is readable as text on every ground', (name) => {
    for (const ground of grounds) expect(contrast(token(name)[theme], ground)).toBeGreaterThanOrEqual(4.5);
  });
  it('edges of controls and the focus ring stand out from every ground', () => {
    for (const name of ['edge', 'focus']) {
      for (const ground of grounds) expect(contrast(token(name)[theme], ground)).toBeGreaterThanOrEqual(3);
    }
  });
  it('text on the signal colour is readable', () => {
    expect(contrast(token('on-signal')[theme], token('signal')[theme])).toBeGreaterThanOrEqual(4.5);
  });
});
