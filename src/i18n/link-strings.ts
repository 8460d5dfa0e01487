/** What link menus, previews and search say, in both languages. Loaded with them, not with the page. */
import type { Lang } from './lang.ts';

const en = {
  formats: {
    url: 'URL',
    markdown: 'Markdown',
    obsidian: 'Obsidian callout with quote',
    org: 'Org',
    latex: 'LaTeX \\href',
    html: 'HTML',
    bibtex: 'BibTeX',
    tex: 'TeX of the equation',
    embed: 'HTML frame (embed)',
  },
  copyLink: 'Copy link',
  copied: (format: string): string => `Copied: ${format}`,
  copyNow: (format: string): string => `Copy as ${format}`,
  blocked: 'Copying is blocked here. Press Ctrl-C (⌘C) to copy:',
  linkedFrom: (count: number): string => `Linked from ${count} ${count === 1 ? 'place' : 'places'}`,
  equation: (number: string): string => `Equation ${number}`,
  demo: (number: string, title: string): string => `${number}: ${title}`,
  selection: (text: string): string => `“${text}”`,
  linkSelection: 'Link to this',
  preview: (title: string): string => `Preview: ${title}`,
  search: 'Search',
  searchHint: 'Words from an article, such as “relative position”',
  searching: 'Searching…',
  noResult: (query: string): string => `Nothing found for “${query}”.`,
  results: (count: number): string => (count === 1 ? '1 place found' : `${count} places found`),
  searchFailed:
    'Searching needs a connection, and the index could not be loaded. Check the connection, then type again.',
  searchStart: 'Search the text, captions and formulas of every article. ↑ ↓ to choose, Enter to open, Esc to close.',
  close: 'Close',
};
export type LinkStrings = typeof en;

const zh: LinkStrings = {
  formats: {
    url: '网址',
    markdown: 'Markdown',
    obsidian: 'Obsidian 引用块（含引文）',
    org: 'Org',
    latex: 'LaTeX \\href',
    html: 'HTML',
    bibtex: 'BibTeX',
    tex: '公式的 TeX',
    embed: 'HTML 嵌入代码',
  },
  copyLink: '复制链接',
  copied: (format) => `已复制：${format}`,
  copyNow: (format) => `复制为 ${format}`,
  blocked: '此处不允许写入剪贴板，请按 Ctrl-C（⌘C）复制：',
  linkedFrom: (count) => `有 ${count} 处链接到这里`,
  equation: (number) => `公式 ${number}`,
  demo: (number, title) => `${number}：${title}`,
  selection: (text) => `“${text}”`,
  linkSelection: '链接到这段文字',
  preview: (title) => `预览：${title}`,
  search: '搜索',
  searchHint: '输入文章中的词，例如“旋转”',
  searching: '搜索中…',
  noResult: (query) => `没有找到“${query}”。`,
  results: (count) => `找到 ${count} 处`,
  searchFailed: '搜索需要联网，而索引没能载入。请检查网络，然后重新输入。',
  searchStart: '在所有文章的正文、图注和公式中搜索。↑ ↓ 选择，回车打开，Esc 关闭。',
  close: '关闭',
};

const dictionary: Readonly<Record<Lang, LinkStrings>> = { en, zh };
export const linkStrings = (lang: Lang): LinkStrings => dictionary[lang];
