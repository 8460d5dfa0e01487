/**
 * Widths of text, estimated without a browser, so that the server and the page lay out a picture alike. The estimate is
 * generous: labels are kept apart a little too far, never too near.
 */

/** Ideographs, kana, hangul, full-width forms and most emoji fill a square. */
const square =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;
const narrow = /[iljtfr.,:;'|!()[\]·\u00a0 ⁰¹²³⁴⁵⁶⁷⁸⁹⁻]/;
const wide = /[mwMW@%…—]/;
const capital = /\p{Lu}/u;
const mark = /\p{M}/u;

function em(character: string): number {
  if (mark.test(character)) return 0;
  if (square.test(character)) return 1;
  if (narrow.test(character)) return 0.36;
  if (wide.test(character)) return 0.92;
  return capital.test(character) ? 0.7 : 0.6;
}

/** What an emoji is built of beside its first sign: joiners with the next sign, skin tones, presentation marks. */
const joined = /\u200d\p{Extended_Pictographic}|\p{Emoji_Modifier}|[\u200d\ufe0e\ufe0f]/gu;

/** Estimated width of a line of sans-serif text at a font size, in the units of the size. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text.replace(joined, '')) width += em(character);
  return width * size;
}

/** Characters as a reader counts them (an emoji with its modifiers is one). */
export function graphemes(text: string): string[] {
  if (!('Segmenter' in Intl)) return Array.from(text);
  return Array.from(new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text), (part) => part.segment);
}

/** The text, cut with "…" where it would be wider than `width`. */
export function fitText(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  let kept = '';
  for (const part of graphemes(text)) {
    if (textWidth(`${kept}${part}…`, size) > width) break;
    kept += part;
  }
  return `${kept}…`;
}
