/**
 * The Markdown pipeline for Astro: `markdown: { processor: unified(markdownProcessorOptions({ contentDir })) }`; MDX
 * inherits it. The transforms are pure functions of (tree, context); here they are put in order.
 */
import type { RehypePlugins, RemarkPlugins } from '@astrojs/markdown-remark';
import type { Root as HastRoot } from 'hast';
import type { Root } from 'mdast';
import rehypeKatex from 'rehype-katex';
import type { VFile } from 'vfile';
import { openInventory, referenceKeys, targetsWithReferences } from '../links/inventory.ts';
import { readRenames } from '../links/renames.ts';
import { transformAliases } from './aliases.ts';
import { alignCells } from './cell-alignment.ts';
import { transformCitations } from './citations.ts';
import { articleOfPath } from './context.ts';
import type { Context } from './context.ts';
import { transformElements } from './elements.ts';
import { transformEquations } from './equations.ts';
import { transformHeadings } from './headings.ts';
import { finishMath } from './math.ts';
import { rehypeOwnLinks } from './own-links.ts';
import { prepare } from './parse.ts';
import { appendReferences } from './reference-list.ts';
import { transformReferences } from './references.ts';
import { transformSidenotes } from './sidenotes.ts';
import { readingStatistics } from './statistics.ts';
import type { Statistics } from './statistics.ts';
import { syntaxPlugins } from './syntax.ts';
import { transformTables } from './tables.ts';
import { collectOutline } from './targets.ts';
import { katexSettings } from './tex.ts';
import { words } from './words.ts';

export interface MarkdownOptions {
  /** Absolute path of the folder with `articles/`, `references.bib` and `series.json`. */
  readonly contentDir: string;
  /** Links inside a page name the page (see own-links.ts). */
  readonly nameOwnPage?: boolean;
}

/** What the pipeline adds to an article's frontmatter: `const { remarkPluginFrontmatter } = await render(entry)`. */
export interface PipelineFrontmatter extends Statistics {
  /** h2 and h3, the list of references last. */
  readonly toc: readonly { readonly depth: number; readonly id: string; readonly title: string }[];
  readonly counts: {
    /** Ids of demos, in order. */
    readonly demos: readonly string[];
    /** Ids of numbered equations (`eq-relative`), in order. */
    readonly equations: readonly string[];
    /** Keys of the list of references. */
    readonly citations: readonly string[];
  };
}

type Article = Pick<Context, 'slug' | 'lang'> & {
  /** As written, unchecked. */
  readonly frontmatter: Readonly<Record<string, unknown>>;
  readonly contentDir: string;
};

/** Everything that the transforms need to know about an article. The tree must be prepared. */
export function createContext(tree: Root, { slug, lang, frontmatter, contentDir }: Article): Context {
  const sources = frontmatter['sources'];
  const lookup = openInventory(contentDir);
  const outline = collectOutline(tree, lang);
  const targets = targetsWithReferences(outline, sources, lookup.bibliography);
  return {
    slug,
    lang,
    outline,
    targets: new Map(targets.toReversed().map((target) => [target.id, target])),
    references: referenceKeys(outline.citations, sources, lookup.bibliography.works),
    renames: readRenames(frontmatter),
    lookup,
  };
}

/** All steps on a prepared tree, in place. Notes move first, so that citations are counted in reading order. */
export function transformArticle(tree: Root, context: Context): void {
  transformHeadings(tree, context);
  transformEquations(tree, context);
  transformTables(tree, context);
  transformElements(tree, context);
  transformSidenotes(tree, context);
  const counts = transformCitations(tree, context);
  transformReferences(tree, context);
  appendReferences(tree, context, counts);
  transformAliases(tree, context);
}

/** The data for layouts. */
export function pipelineFrontmatter(tree: Root, { lang, outline, references }: Context): PipelineFrontmatter {
  const sections = outline.targets.filter(({ kind }) => kind === 'section');
  const toc = sections.map(({ depth = 2, id, title }) => ({ depth, id, title }));
  if (references.length > 0) toc.push({ depth: 2, id: 'references', title: words[lang].references });
  const demos = outline.demos.map(({ id }) => id).filter((id) => id !== undefined);
  const equations = outline.targets.filter(({ kind }) => kind === 'equation').map(({ id }) => id);
  return { toc, ...readingStatistics(tree), counts: { demos, equations, citations: references } };
}

/** The data that Astro carries along with a file. */
interface AstroData {
  astro?: { frontmatter?: Record<string, unknown> };
}

function remarkArticle({ contentDir }: MarkdownOptions) {
  return (tree: Root, file: VFile): void => {
    const { slug, lang } = articleOfPath(file.path) ?? { slug: '', lang: 'en' as const };
    const data = file.data as AstroData;
    const frontmatter = data.astro?.frontmatter ?? {};
    prepare(tree, lang);
    const context = createContext(tree, { slug, lang, frontmatter, contentDir });
    data.astro = { ...data.astro, frontmatter: { ...frontmatter, ...pipelineFrontmatter(tree, context) } };
    transformArticle(tree, context);
  };
}

const rehypeFinish = () => (tree: HastRoot) => {
  finishMath(tree);
  alignCells(tree);
};

/**
 * Options for `unified()` of @astrojs/markdown-remark. GFM and smart punctuation are our own steps (see syntax.ts and
 * punctuation.ts), so Astro's are off.
 */
export function markdownProcessorOptions(options: MarkdownOptions): {
  gfm: false;
  smartypants: false;
  remarkPlugins: RemarkPlugins;
  rehypePlugins: RehypePlugins;
} {
  return {
    gfm: false,
    smartypants: false,
    // Lists of plugins are typed more narrowly by Astro than by unified, which runs them.
    remarkPlugins: [...syntaxPlugins, [remarkArticle, options]] as RemarkPlugins,
    rehypePlugins: [
      [rehypeKatex, katexSettings()],
      rehypeFinish,
      ...(options.nameOwnPage === true ? [rehypeOwnLinks] : []),
    ] as RehypePlugins,
  };
}
