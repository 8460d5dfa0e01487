/** Articles from strings: parsed, transformed, rendered and checked as the site does it. */
import { evaluate } from '@mdx-js/mdx';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Lang } from '../../../src/i18n/lang.ts';
import { choice, number } from '../../../src/lab/params.ts';
import { buildInventory } from '../../../src/links/inventory.ts';
import { checkContent } from '../../../src/markdown/check-content.ts';
import type { Problem } from '../../../src/markdown/check-content.ts';
import { markdownProcessorOptions } from '../../../src/markdown/index.ts';
import type { PipelineFrontmatter } from '../../../src/markdown/index.ts';

export const fixtureDir = fileURLToPath(new URL('../../fixtures/content', import.meta.url));

const label = { en: 'x', zh: 'x' };
/** The one demo of the fixture. */
export const demos = new Map([
  [
    'slider',
    {
      params: {
        n: number({ label, min: 0, max: 10, step: 1, default: 5 }),
        mode: choice({ label, options: { slow: label, fast: label }, default: 'slow' }),
      },
    },
  ],
]);

/** A copy of the fixture in which files can be changed; removed after the test. Paths are relative to `content/`. */
export function contentWith(files: Readonly<Record<string, string | null>>): string {
  const project = mkdtempSync(join(tmpdir(), 'content-'));
  onTestFinished(() => {
    rmSync(project, { recursive: true, force: true });
  });
  const folder = join(project, 'content');
  cpSync(fixtureDir, folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    const full = join(folder, path);
    if (text === null) rmSync(full, { recursive: true });
    else {
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, text);
    }
  }
  return folder;
}

export const check = (contentDir: string): Problem[] => checkContent(buildInventory(contentDir), { demos });

/** Frontmatter of the small articles; the body begins on line `bodyLine`. */
export const head = '---\ntitle: Title\nsummary: Summary.\nseries: basics\norder: 3\npublished: 2026-05-06\n---\n';
export const bodyLine = 8;

/** HTML with formulas as `⟦TeX⟧`, to be compared in tests. */
export const simple = (html: string): string =>
  html
    .replaceAll(/<math[\s\S]*?<annotation[^>]*>([\s\S]*?)<\/annotation><\/semantics><\/math>/g, '⟦$1⟧')
    .replaceAll(/<span class="katex-mathml">([^<]*)<\/span>/g, '$1')
    .replaceAll(/<span class="katex">([^<]*)<\/span>/g, '$1');

/** Problems of a small article `gamma` of the same body in both languages (or of two bodies). */
export function checkBody(en: string, zh = en): Problem[] {
  return check(contentWith({ 'articles/gamma/en.mdx': head + en, 'articles/gamma/zh.mdx': head + zh }));
}

type Props = Readonly<Record<string, unknown>>;
interface Html {
  readonly html: string;
}
const isHtml = (value: unknown): value is Html => typeof value === 'object' && value !== null && 'html' in value;
const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const children = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(children).join('');
  if (isHtml(value)) return value.html;
  return typeof value === 'string' || typeof value === 'number' ? escape(String(value)) : '';
};
const attributes = (props: Props): string =>
  Object.entries(props)
    .filter(([name, value]) => name !== 'children' && value !== false && value !== undefined)
    .map(([name, value]) => ` ${name}="${escape(typeof value === 'string' ? value : JSON.stringify(value))}"`)
    .join('');
/** A JSX runtime that writes HTML; components appear as elements of their name. */
const jsx = (type: unknown, props: Props): Html => {
  if (typeof type === 'function') return (type as (props: Props) => Html)(props);
  // The glyphs are KaTeX's own business; MathML says what was set.
  if (props['class'] === 'katex-html') return { html: '' };
  if (typeof type !== 'string') return { html: children(props['children']) };
  return { html: `<${type}${attributes(props)}>${children(props['children'])}</${type}>` };
};
const component = (name: string) => (props: Props) => jsx(name, props);
const names = ['Demo', 'Figure', 'Table', 'Definition', 'EquationCheck', 'Fragment'];
const components = Object.fromEntries(names.map((name) => [name, component(name)]));

export interface Rendered {
  readonly html: string;
  readonly frontmatter: PipelineFrontmatter;
}

/** Compiles a body with MDX as Astro does (same plugins, same order) and writes it as HTML. KaTeX's HTML is left out. */
export async function render(
  body: string,
  {
    slug = 'gamma',
    lang = 'en',
    sources = [],
    frontmatter = {},
  }: { slug?: string; lang?: Lang; sources?: string[]; frontmatter?: object } = {},
): Promise<Rendered> {
  const { remarkPlugins, rehypePlugins } = markdownProcessorOptions({ contentDir: fixtureDir });
  const path = join(fixtureDir, 'articles', slug, `${lang}.mdx`);
  let data: unknown;
  const file = { value: body, path, data: { astro: { frontmatter: { sources, ...frontmatter } } } };
  const capture = () => (_tree: unknown, vfile: { data: unknown }) => {
    data = vfile.data;
  };
  const { default: Content } = await evaluate(file, {
    remarkPlugins,
    rehypePlugins: [...rehypePlugins, capture],
    elementAttributeNameCase: 'html',
    Fragment: 'fragment',
    jsx,
    jsxs: jsx,
  } as unknown as Parameters<typeof evaluate>[1]);
  const rendered = (Content as unknown as (props: Props) => unknown)({ components });
  const { astro } = data as { astro: { frontmatter: PipelineFrontmatter } };
  return { html: children(rendered).replaceAll(/<\/?fragment>/g, ''), frontmatter: astro.frontmatter };
}
