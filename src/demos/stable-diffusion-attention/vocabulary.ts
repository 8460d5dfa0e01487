/** The words that mean something here, their keys and their colours. Set by hand: nothing is learned. */
import type { Lang } from '../../i18n/lang.ts';

/** Eight colours: red, green and blue each on or off. The index is 4 r + 2 g + b. */
export const colourNames = ['black', 'blue', 'green', 'cyan', 'red', 'magenta', 'yellow', 'white'] as const;
export type ColourName = (typeof colourNames)[number];
export const colourTitles: Readonly<Record<Lang, readonly string[]>> = {
  en: ['black', 'blue', 'green', 'cyan', 'red', 'pink', 'yellow', 'white'],
  zh: ['黑', '蓝', '绿', '青', '红', '品红', '黄', '白'],
};
/** Red, green and blue of a colour, each 0 or 1. */
export const channelsOf = (colour: number): readonly [number, number, number] => [
  Math.floor(colour / 4) % 2,
  Math.floor(colour / 2) % 2,
  colour % 2,
];
const grey = [0.5, 0.5, 0.5] as const;

const directions = ['left', 'right', 'top', 'bottom'] as const;
type Direction = (typeof directions)[number];

/** What a word is: a colour, a direction, or nothing in particular. */
export type Meaning =
  | { readonly kind: 'colour'; readonly colour: number }
  | { readonly kind: 'direction'; readonly direction: Direction }
  | { readonly kind: 'neutral' };

const colourWords: Readonly<Record<string, ColourName>> = {
  purple: 'magenta',
  pink: 'magenta',
  turquoise: 'cyan',
  黑: 'black',
  蓝: 'blue',
  绿: 'green',
  青: 'cyan',
  红: 'red',
  品红: 'magenta',
  紫: 'magenta',
  黄: 'yellow',
  白: 'white',
};
const directionWords: Readonly<Record<string, Direction>> = {
  above: 'top',
  up: 'top',
  below: 'bottom',
  down: 'bottom',
  左: 'left',
  右: 'right',
  上: 'top',
  下: 'bottom',
};
const own = <T>(table: Readonly<Record<string, T>>, word: string): T | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined;

export function meaningOf(raw: string): Meaning {
  // 红色, 左边 and 上方 are 红, 左 and 上.
  const word = raw.toLowerCase().replace(/[色边面方侧的]+$/u, '');
  const colour = colourNames.find((name) => name === word) ?? own(colourWords, word);
  if (colour) return { kind: 'colour', colour: colourNames.indexOf(colour) };
  const direction = directions.find((name) => name === word) ?? own(directionWords, word);
  return direction ? { kind: 'direction', direction } : { kind: 'neutral' };
}

/**
 * The key, [6], against queries (r, g, b, x, y, 1): a colour scores 1 where all three channels agree and 2/3 less for each that does
 * not; a direction scores from −1 at the far side to 1; other words score 0 everywhere.
 */
export function keyOf(meaning: Meaning): readonly number[] {
  switch (meaning.kind) {
    case 'colour': {
      const signs = channelsOf(meaning.colour).map((channel) => 2 * channel - 1);
      return [...signs.map((sign) => (2 * sign) / 3), 0, 0, -signs.reduce((sum, sign) => sum + sign, 0) / 3];
    }
    case 'direction':
      return {
        left: [0, 0, 0, -1, 0, 0],
        right: [0, 0, 0, 1, 0, 0],
        top: [0, 0, 0, 0, 1, 0],
        bottom: [0, 0, 0, 0, -1, 0],
      }[meaning.direction];
    case 'neutral':
      return [0, 0, 0, 0, 0, 0];
  }
}

/** The value, [3]: the colour of a colour word, grey for the others. */
export const valueOf = (meaning: Meaning): readonly number[] =>
  meaning.kind === 'colour' ? channelsOf(meaning.colour) : grey;
