import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { formulaCharacters } from '../../../src/styles/formula-characters.ts';

/** The characters of a formula by font, in alphabetical order. */
function charactersOf(...formulas: string[]): Record<string, string> {
  const found = new Map<string, Set<string>>();
  const html = formulas.map((tex) => `<p>not these ${katex.renderToString(tex)} nor those</p>`).join('');
  formulaCharacters(html, found);
  return Object.fromEntries(
    [...found].map(([font, set]) => [
      font,
      [...set]
        .filter((c) => c !== '\u200b')
        .sort()
        .join(''),
    ]),
  );
}

describe('characters of formulas', () => {
  it('belong to the font that draws them', () => {
    expect(charactersOf('x+1')).toEqual({ 'KaTeX_Math-Italic': 'x', 'KaTeX_Main-Regular': '+1' });
    expect(charactersOf('\\boldsymbol q \\in \\mathbb R')).toEqual({
      'KaTeX_Math-BoldItalic': 'q',
      'KaTeX_AMS-Regular': 'R',
      'KaTeX_Main-Regular': '∈',
    });
    expect(charactersOf('\\mathbf A')).toEqual({ 'KaTeX_Main-Bold': 'A' });
  });
  it('are gathered over all formulas, whatever drawings stand in them', () => {
    const found = charactersOf('\\sqrt{a}', '\\frac{b}{\\overline{c}}', '\\underbrace{d}_{\\text{two}}');
    expect(found['KaTeX_Math-Italic']).toBe('abcd');
    expect(found['KaTeX_Main-Regular']).toContain('otw');
  });
});
