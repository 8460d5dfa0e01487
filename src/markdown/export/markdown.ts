/** `/<slug>.md`: an article as clean Markdown with TeX, for notes and for language models. */
import type { Math as MathNode } from 'mdast-util-math';
import type { Link, Root } from 'mdast';
import type { Handle } from 'mdast-util-to-markdown';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { stringify as stringifyYaml } from 'yaml';
import { textField } from '../../links/record.ts';
import { plainInline } from '../inline.ts';
import { flatten } from './flatten.ts';
import type { Portable } from './portable.ts';

/** Links with their addresses as they are: escaped ampersands are right, but many tools take them literally. */
const link: Handle = (node: Link, _parent, state, info) => {
  const exit = state.enter('link');
  const label = state.containerPhrasing(node, { ...info, before: '[', after: ']' });
  exit();
  const url = node.url.replaceAll('(', '%28').replaceAll(')', '%29');
  return label.replaceAll('\\', '') === node.url ? `<${node.url}>` : `[${label}](${url})`;
};
const handlers = { link };

const writer = unified()
  .use(remarkStringify, { bullet: '-', emphasis: '*', fences: true, rule: '-' })
  .use(remarkGfm, { singleTilde: false })
  .use(remarkMath)
  .use(remarkStringify, { handlers })
  .freeze();

/** Numbered equations carry their number: `\tag{2}` is understood by KaTeX and MathJax. */
function tagEquations(tree: Root): void {
  visit(tree, 'math', (node: MathNode) => {
    const number = node.data?.target?.number;
    if (number !== undefined) node.value = `${node.value} \\tag{${String(number)}}`;
  });
}

/** What the frontmatter says, as notes keep it. */
function head({ file, lang, url }: Portable): string {
  const { published, updated } = file.frontmatter;
  const title = textField(file.frontmatter, 'title') ?? file.slug;
  const summary = plainInline(textField(file.frontmatter, 'summary') ?? '', lang);
  const facts = { title, url, language: lang, published, updated, summary };
  const known = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== ''));
  return `---\n${stringifyYaml(known, { lineWidth: 0 })}---\n\n# ${title}\n\n`;
}

/** The article's Markdown, with frontmatter and title. */
export function toMarkdown(portable: Portable): string {
  const tree = flatten(portable);
  tagEquations(tree);
  return head(portable) + writer.stringify(tree);
}
