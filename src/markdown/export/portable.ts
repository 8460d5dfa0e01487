/**
 * An article without anything of this site's own: no MDX, absolute links, citations and references in words, targets as
 * `exported-target` nodes. Markdown, feeds, MyST pages and excerpts are all written from this one tree.
 */
import { readFileSync } from 'node:fs';
import type { ElementContent } from 'hast';
import type {
  BlockContent,
  Heading,
  Image,
  Link,
  Nodes,
  Paragraph,
  Parent,
  PhrasingContent,
  Root,
  RootContent,
} from 'mdast';
import type { Lang, Localized } from '../../i18n/lang.ts';
import type { ArticleFile } from '../../links/inventory.ts';
import { articlePath, demoUrl, pageUrl, stillPath } from '../../links/urls.ts';
import { captionOf } from '../captions.ts';
import { citedWorks, transformCitations } from '../citations.ts';
import { citationLabels, compareWorks } from '../citation-label.ts';
import type { Context } from '../context.ts';
import { idAtEnd, readHeading } from '../headings.ts';
import { createContext } from '../index.ts';
import { isJsx, isParent, replaceNodes, textAttribute } from '../nodes.ts';
import type { JsxElement, Markup } from '../nodes.ts';
import type { Target } from '../outline.ts';
import { readArticle } from '../parse.ts';
import { referenceText } from '../reference-list.ts';
import { transformReferences } from '../references.ts';
import { labelId, plainTex, splitLabel } from '../tex.ts';
import { words } from '../words.ts';

/** A figure, table, definition, demo or reference with what stands in it. */
export interface ExportedTarget extends Parent {
  type: 'exported-target';
  target: Target;
  caption: PhrasingContent[];
  children: BlockContent[];
}
declare module 'mdast' {
  interface Data {
    /** Set on headings and display maths of the portable tree. */
    target?: Target | undefined;
  }
  interface RootContentMap {
    exportedTarget: ExportedTarget;
  }
  interface BlockContentMap {
    exportedTarget: ExportedTarget;
  }
}

export interface ExportOptions {
  readonly contentDir: string;
  /** Where the site is published: links become absolute. */
  readonly site: URL;
  /** Titles of the demos. */
  readonly demoTitles: ReadonlyMap<string, Localized>;
}

export interface Portable {
  readonly file: ArticleFile;
  readonly lang: Lang;
  /** Absolute address of the article. */
  readonly url: string;
  readonly tree: Root;
}

const text = (value: string): PhrasingContent => ({ type: 'text', value });
const paragraph = (children: PhrasingContent[]): Paragraph => ({ type: 'paragraph', children });

/** Finished HTML of a reference as phrases: emphasis, links, text. */
function phrases(nodes: readonly ElementContent[]): PhrasingContent[] {
  return nodes.flatMap((node): PhrasingContent[] => {
    if (node.type === 'text') return [text(node.value)];
    if (node.type !== 'element') return [];
    const children = phrases(node.children);
    const href = node.properties['href'];
    if (node.tagName === 'a' && typeof href === 'string') return [{ type: 'link', url: href, children }];
    return node.tagName === 'i' || node.tagName === 'em' ? [{ type: 'emphasis', children }] : children;
  });
}

function references(context: Context): RootContent[] {
  const works = citedWorks(context).toSorted(compareWorks);
  if (works.length === 0) return [];
  const title = words[context.lang].references;
  const labels = citationLabels(works, context.lang);
  const place = { line: 1, column: 1 };
  const section: Target = { kind: 'section', id: 'references', title, depth: 2, ...place };
  const heading: Heading = { type: 'heading', depth: 2, children: [text(title)], data: { target: section } };
  const entries = works.map((work): ExportedTarget => {
    const target = context.targets.get(`ref-${work.id}`) ?? {
      ...section,
      kind: 'reference' as const,
      id: `ref-${work.id}`,
    };
    const entry = paragraph(phrases(referenceText(work, labels.get(work.id)?.letter ?? '')));
    return { type: 'exported-target', target, caption: [], children: [entry] };
  });
  return [heading, ...entries];
}

/** What the citations' step made (spans and links) as plain Markdown nodes. */
function plainMarkup(node: Markup): RootContent[] {
  const { hName, hProperties } = node.data;
  const href = hProperties['href'];
  if (hName !== 'a' || typeof href !== 'string') return node.children;
  return [{ type: 'link', url: href, children: node.children as Link['children'] }];
}

function demoPicture(id: string, { lang, slug }: Context, title: string): Paragraph {
  // Relative to the site's root here; made absolute with all other addresses.
  const image: Image = { type: 'image', url: stillPath(lang, id), alt: title };
  return paragraph([{ type: 'link', url: demoUrl(lang, slug, id), children: [image] }]);
}

function element(node: JsxElement, context: Context, options: ExportOptions): RootContent[] {
  const blocks = (node.children as RootContent[]).filter((child) => !isJsx(child) || child.name !== 'Fragment');
  const id = textAttribute(node, 'id') ?? '';
  const target = context.targets.get(node.name === 'Demo' ? `demo-${id}` : id);
  if (!target) return blocks;
  const make = (children: RootContent[], caption: PhrasingContent[], title = target.title): ExportedTarget => ({
    type: 'exported-target',
    target: { ...target, title },
    caption,
    children: children as BlockContent[],
  });
  if (node.name !== 'Demo') return [make(blocks, captionOf(node))];
  const title = options.demoTitles.get(id)?.[context.lang] ?? id;
  return [make([demoPicture(id, context, title), ...blocks], [text(title)], title)];
}

function finish(node: RootContent, context: Context, options: ExportOptions): RootContent[] | undefined {
  if (node.type === 'markup') return plainMarkup(node);
  // A caption's slot is taken by the element around it.
  if (isJsx(node)) return node.name === 'Fragment' ? undefined : element(node, context, options);
  switch (node.type) {
    case 'yaml':
    case 'mdxjsEsm':
    case 'mdxFlowExpression':
    case 'mdxTextExpression':
      return [];
    case 'inlineMath':
      node.value = plainTex(node.value);
      return undefined;
    case 'math': {
      const { tex, labels } = splitLabel(node.value);
      const id = labels[0] === undefined ? undefined : labelId(labels[0]);
      node.value = plainTex(tex);
      node.data = { target: id === undefined ? undefined : context.targets.get(id) };
      return undefined;
    }
    case 'heading': {
      const { id } = readHeading(node);
      const last = node.children.at(-1);
      if (last?.type === 'text') last.value = last.value.replace(idAtEnd, '');
      node.data = { target: id === undefined ? undefined : context.targets.get(id) };
      return undefined;
    }
    default:
      return undefined;
  }
}

function absolute(node: Nodes, base: string): void {
  delete node.position;
  if (node.type === 'link' || node.type === 'image' || node.type === 'definition') {
    node.url = new URL(node.url, base).href;
    if (node.type === 'link') delete node.data;
  }
  if (node.type === 'exported-target') for (const phrase of node.caption) absolute(phrase, base);
  if (isParent(node)) for (const child of node.children as Nodes[]) absolute(child, base);
}

/** Reads an article and takes out of it all that is this site's own. */
export function portableArticle(file: ArticleFile, options: ExportOptions): Portable {
  const { slug, lang, frontmatter } = file;
  const { mdast: tree } = readArticle(readFileSync(file.path, 'utf8'), file.file, lang);
  const context = createContext(tree, { slug, lang, frontmatter, contentDir: options.contentDir });
  transformReferences(tree, context);
  transformCitations(tree, context);
  replaceNodes(tree, (node) => finish(node, context, options));
  const notes = tree.children.filter((node) => node.type === 'footnoteDefinition');
  const body = tree.children.filter((node) => node.type !== 'footnoteDefinition');
  tree.children = [...body, ...references(context), ...notes];
  const url = new URL(pageUrl(lang, articlePath(slug)), options.site).href;
  absolute(tree, url);
  return { file, lang, url, tree };
}
