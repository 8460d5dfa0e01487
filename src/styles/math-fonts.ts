/**
 * An Astro integration that cuts KaTeX's fonts to what the formulas of the built pages use: otherwise an article fetches some
 * 100 kB of them, most of it glyphs of no article. Only WOFF2 stays (every browser that runs this site reads it). A cut
 * font gets a name of its own content, so that a cached one is never taken for another.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import subsetFont from 'subset-font';
import { formulaCharacters, knownFonts } from './formula-characters.ts';

const font = /KaTeX_[\w-]+\.[\w-]+\.(?:woff2|woff|ttf)/;
/** The other formats in a `src` list, with the comma before them. */
const otherFormats = /,\s*url\([^)]*KaTeX_[^)]*\.(?:woff|ttf)\)\s*format\([^)]*\)/g;
/** In the HTML these are entities. */
const escaped = '<>&"\'';

async function filesIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** The characters that each font has to draw on any of the pages. */
async function charactersIn(pages: readonly string[]): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  for (const page of pages) formulaCharacters(await readFile(page, 'utf8'), found);
  return found;
}

/** Cuts one font; returns its new file name. Fonts that are chosen by size or style keep what any formula uses. */
async function cut(path: string, characters: ReadonlyMap<string, ReadonlySet<string>>): Promise<string> {
  const family = basename(path).split('.')[0] ?? '';
  const used = knownFonts.has(family)
    ? [...(characters.get(family) ?? [])]
    : [...characters.values()].flatMap((set) => [...set]);
  const small = await subsetFont(await readFile(path), used.join('') + escaped, { targetFormat: 'woff2' });
  const name = `${family}.${shortHash(small)}.woff2`;
  await rm(path);
  await writeFile(join(path, '..', name), small);
  return name;
}

const shortHash = (content: Uint8Array | string): string =>
  createHash('sha256').update(content).digest('hex').slice(0, 10);

/** Writes the new names into a page. */
async function rename(path: string, names: ReadonlyMap<string, string>): Promise<void> {
  const text = await readFile(path, 'utf8');
  const changed = [...names].reduce((page, [name, other]) => page.replaceAll(name, other), text);
  if (changed !== text) await writeFile(path, changed);
}

/** The same for a style sheet, which gets a new name with it: browsers keep what has a hash in its name for a year. */
async function renameSheet(path: string, names: Map<string, string>): Promise<void> {
  const text = await readFile(path, 'utf8');
  const changed = text.replace(otherFormats, '').replace(new RegExp(font, 'g'), (name) => names.get(name) ?? name);
  if (changed === text) return;
  const name = `${basename(path).split('.')[0] ?? ''}.${shortHash(changed)}.css`;
  names.set(basename(path), name);
  await rm(path);
  await writeFile(join(path, '..', name), changed);
}

/** Signs of the fonts for tall brackets and operators, which katex.css chooses by several classes at once. */
const signs: readonly (readonly [string, RegExp])[] = [
  ['KaTeX_Size1-Regular', /delimsizing size1|small-op|delim-size1/],
  ['KaTeX_Size2-Regular', /delimsizing size2|large-op/],
  ['KaTeX_Size3-Regular', /delimsizing size3/],
  ['KaTeX_Size4-Regular', /delimsizing size4|delim-size4/],
];

/**
 * Asks for every formula font of a page at once. A font that comes after the first paint widens its formula, and a line
 * of text may break anew: the page must not move. Those that the page asks for already are left as they are.
 */
async function preload(page: string, names: ReadonlyMap<string, string>): Promise<void> {
  const html = await readFile(page, 'utf8');
  const used = new Map<string, Set<string>>();
  formulaCharacters(html, used);
  const families = new Set([...used.keys(), ...signs.filter(([, sign]) => sign.test(html)).map(([family]) => family)]);
  const files = [...names.values()].filter((name) => families.has(name.split('.')[0] ?? ''));
  const links = files
    .filter((name) => !html.includes(`/_astro/${name}"`))
    .map((name) => `<link rel="preload" href="/_astro/${name}" as="font" type="font/woff2" crossorigin>`);
  if (links.length > 0) await writeFile(page, html.replace('</head>', `${links.join('')}</head>`));
}

export function mathFonts(): AstroIntegration {
  return {
    name: 'math-fonts',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const files = await filesIn(fileURLToPath(dir));
        const pages = files.filter((path) => path.endsWith('.html'));
        const characters = await charactersIn(pages);
        const names = new Map<string, string>();
        for (const path of files.filter((file) => font.test(file))) {
          if (path.endsWith('.woff2')) names.set(basename(path), await cut(path, characters));
          else await rm(path);
        }
        const fonts = new Map(names);
        for (const path of files.filter((file) => file.endsWith('.css'))) await renameSheet(path, names);
        for (const page of pages) {
          await rename(page, names);
          await preload(page, fonts);
        }
        logger.info(`cut ${fonts.size} fonts to what the formulas of ${pages.length} pages use`);
      },
    },
  };
}
