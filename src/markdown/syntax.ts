/** The Markdown that articles are written in: one list of syntax extensions for the site, the checks and every export. */
import type { Root } from 'mdast';
import remarkCjkFriendly from 'remark-cjk-friendly';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import type { PluggableList, Processor } from 'unified';

/**
 * Syntax beyond CommonMark and MDX. A single tilde is no strikethrough: Chinese writes ranges with it (3~5). CJK-friendly
 * emphasis lets `**注意力（Attention）**是` be bold, where CommonMark sees no closing delimiter.
 */
export const syntaxPlugins: PluggableList = [[remarkGfm, { singleTilde: false }], remarkMath, remarkCjkFriendly];

const articleParser = unified().use(remarkParse).use(remarkFrontmatter).use(remarkMdx).use(syntaxPlugins).freeze();

/** Blocks and raw HTML mean nothing in a short text: what looks like them is text. */
const noBlocks = {
  disable: {
    null: [
      'blockQuote',
      'codeFenced',
      'codeIndented',
      'definition',
      'headingAtx',
      'htmlFlow',
      'htmlText',
      'list',
      'setextUnderline',
      'thematicBreak',
    ],
  },
};
function phrasesOnly(this: Processor): void {
  const data = this.data();
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), noBlocks];
}
const textParser = unified().use(remarkParse).use(syntaxPlugins).use(phrasesOnly).freeze();

/** Parses a whole article (MDX with frontmatter). Throws a VFileMessage with line and column when MDX can't be read. */
export const parseMdx = (source: string): Root => articleParser.parse(source);

/** Parses a short text in which `{` and `<` mean themselves: captions in attributes, summaries. */
export const parseText = (source: string): Root => textParser.parse(source);
