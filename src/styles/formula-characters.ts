/** Which characters each of KaTeX's fonts has to draw, read from built pages. */

/** Classes by which katex.css chooses a font; what has none of them is in KaTeX_Main-Regular. */
const fontOfClass: ReadonlyMap<string, string> = new Map([
  ['mathnormal', 'KaTeX_Math-Italic'],
  ['boldsymbol', 'KaTeX_Math-BoldItalic'],
  ['mathbf', 'KaTeX_Main-Bold'],
  ['textbf', 'KaTeX_Main-Bold'],
  ['mathit', 'KaTeX_Main-Italic'],
  ['textit', 'KaTeX_Main-Italic'],
  ['amsrm', 'KaTeX_AMS-Regular'],
  ['mathbb', 'KaTeX_AMS-Regular'],
  ['textbb', 'KaTeX_AMS-Regular'],
]);
const base = 'KaTeX_Main-Regular';
/** The fonts of which `formulaCharacters` knows every character; others are chosen by several classes at once. */
export const knownFonts: ReadonlySet<string> = new Set([base, ...fontOfClass.values()]);

const opening = '<span class="katex-html"';
const token = /<(\/?)[a-z][\w-]*([^>]*)>|([^<]+)/gi;
const voidEnd = /\/\s*$/;

const fontsOf = (attributes: string): string[] =>
  (/class="([^"]*)"/.exec(attributes)?.[1] ?? '').split(/\s+/).flatMap((name) => fontOfClass.get(name) ?? []);

/**
 * Adds the characters of every formula of a page to the sets of the fonts that may draw them: those that any ancestor’s
 * class names, else the upright one.
 */
export function formulaCharacters(html: string, found: Map<string, Set<string>>): void {
  const add = (font: string, text: string): void => {
    const set = found.get(font) ?? new Set<string>();
    for (const character of text) set.add(character);
    found.set(font, set);
  };
  for (let at = html.indexOf(opening); at !== -1; at = html.indexOf(opening, token.lastIndex)) {
    const open: string[][] = [];
    token.lastIndex = at;
    for (let match = token.exec(html); match; match = token.exec(html)) {
      const [, closing, attributes = '', text] = match;
      const fonts = open.flat();
      if (text !== undefined) for (const font of fonts.length > 0 ? fonts : [base]) add(font, text);
      else if (closing === '/') open.pop();
      else if (!voidEnd.test(attributes)) open.push(fontsOf(attributes));
      if (open.length === 0) break;
    }
  }
}
