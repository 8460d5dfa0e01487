/**
 * The picture that social networks and oEmbed clients show beside a link: 1200 by 630, title and a line, made at build time.
 * Text is drawn as outlines of a font that comes with the project, so that Chinese titles need no fonts on the machine.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { create } from 'fontkitten';
import type { Font } from 'fontkitten';
import sharp from 'sharp';
import type { Lang } from '../../i18n/lang.ts';

export interface Card {
  readonly lang: Lang;
  readonly title: string;
  /** The small line above: the series, or what kind of page it is. */
  readonly kicker: string;
  readonly siteName: string;
}

type Weight = 400 | 700;
const size = { width: 1200, height: 630, margin: 88 } as const;
const colours = { ground: '#0c0f15', ink: '#dce1e9', muted: '#94a0b0', signal: '#5fe0b7' } as const;
const faces = ['latin', 'latin-ext', 'greek', 'chinese-simplified'] as const;

const require = createRequire(import.meta.url);

async function loadFace(face: string, weight: Weight): Promise<Font | undefined> {
  try {
    const path = require.resolve(`@fontsource/noto-sans-sc/files/noto-sans-sc-${face}-${String(weight)}-normal.woff2`);
    const font = create(await readFile(path));
    return font.isCollection ? undefined : font;
  } catch {
    return undefined; // The family has no such face; another one may have the letter.
  }
}

const fonts = new Map<Weight, Promise<readonly Font[]>>();
function fontsOf(weight: Weight): Promise<readonly Font[]> {
  let loaded = fonts.get(weight);
  if (!loaded) {
    loaded = Promise.all(faces.map((face) => loadFace(face, weight))).then((all) =>
      all.filter((font) => font !== undefined),
    );
    fonts.set(weight, loaded);
  }
  return loaded;
}

interface Letter {
  readonly text: string;
  /** In em. */
  readonly advance: number;
  /** Outline in units of the font, y upwards; '' for blanks. */
  readonly path: string;
  readonly unitsPerEm: number;
}

function letterOf(text: string, all: readonly Font[]): Letter {
  const code = text.codePointAt(0) ?? 0x20;
  const font = all.find((candidate) => candidate.hasGlyphForCodePoint(code)) ?? all[0];
  if (!font) return { text, advance: 0.5, path: '', unitsPerEm: 1000 };
  const glyph = font.glyphForCodePoint(code);
  const { unitsPerEm } = font;
  return {
    text,
    advance: glyph.advanceWidth / unitsPerEm,
    path: text.trim() === '' ? '' : glyph.path.toSVG(),
    unitsPerEm,
  };
}

/** Signs that may not begin a line. */
const notFirst = /^[，。、；：！？）》”’」』,.;:!?)\]]/u;
const isHan = (text: string): boolean => /\p{Script=Han}/u.test(text);

/** Words of a text: Latin words with the blank behind them, Han one by one with the sign behind. */
function chunks(letters: readonly Letter[]): Letter[][] {
  const out: Letter[][] = [];
  for (const letter of letters) {
    const last = out.at(-1);
    const before = last?.at(-1);
    const joins =
      last &&
      before &&
      (notFirst.test(letter.text) || (before.text !== ' ' && !isHan(before.text) && !isHan(letter.text)));
    if (joins) last.push(letter);
    else out.push([letter]);
  }
  return out;
}

const widthOf = (letters: readonly Letter[]): number => letters.reduce((sum, { advance }) => sum + advance, 0);

/** Lines no wider than `width` em. */
function wrap(letters: readonly Letter[], width: number): Letter[][] {
  const lines: Letter[][] = [[]];
  for (const chunk of chunks(letters)) {
    const line = lines.at(-1);
    const trimmed = chunk.at(-1)?.text === ' ' ? chunk.slice(0, -1) : chunk;
    if (line && (line.length === 0 || widthOf(line) + widthOf(trimmed) <= width)) line.push(...chunk);
    else lines.push([...chunk]);
  }
  return lines;
}

function drawLine(letters: readonly Letter[], x: number, baseline: number, em: number, fill: string): string {
  let left = x;
  const paths = letters.map(({ advance, path, unitsPerEm }) => {
    const scale = (em / unitsPerEm).toFixed(5);
    const drawn =
      path &&
      `<path transform="translate(${left.toFixed(1)} ${baseline.toFixed(1)}) scale(${scale} -${scale})" d="${path}"/>`;
    left += advance * em;
    return drawn;
  });
  return `<g fill="${fill}">${paths.join('')}</g>`;
}

/** The largest size at which the title fits. */
function fitTitle(letters: readonly Letter[]): { lines: Letter[][]; em: number } {
  const width = size.width - 2 * size.margin;
  for (const em of [92, 80, 70, 60, 52]) {
    const lines = wrap(letters, width / em);
    if (lines.length * em * 1.25 <= 300) return { lines, em };
  }
  return { lines: wrap(letters, width / 44).slice(0, 6), em: 44 };
}

/** The card as SVG, outlines only. */
export async function cardSvg({ title, kicker, siteName }: Card): Promise<string> {
  const [regular, bold] = await Promise.all([fontsOf(400), fontsOf(700)]);
  const letters = (text: string, all: readonly Font[]): Letter[] => Array.from(text, (letter) => letterOf(letter, all));
  const { lines, em } = fitTitle(letters(title, bold));
  const { margin, width, height } = size;
  const top = height / 2 - (lines.length * em * 1.25) / 2 + em * 0.95;
  const drawn = lines.map((line, index) => drawLine(line, margin, top + index * em * 1.25, em, colours.ink));
  const mark = `<path fill="${colours.signal}" transform="translate(${String(margin)} ${String(height - margin - 40)}) scale(1.6)" d="M4 4h11v11H4zM15 17h13v11H15zM21 6h4v4h-4zM7 22h3v3H7z"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}"><rect width="100%" height="100%" fill="${colours.ground}"/>${drawLine(letters(kicker, regular), margin, margin + 30, 32, colours.signal)}${drawn.join('')}${mark}${drawLine(letters(siteName, regular), margin + 72, height - margin, 32, colours.muted)}</svg>`;
}

/** The card as PNG: four colours and the shades between them, so that a thousand articles take half a minute. */
export async function cardPng(card: Card): Promise<Uint8Array<ArrayBuffer>> {
  const png = await sharp(Buffer.from(await cardSvg(card)))
    .png({ palette: true, colours: 32, effort: 1, compressionLevel: 6 })
    .toBuffer();
  return new Uint8Array(png);
}
