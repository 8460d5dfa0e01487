/**
 * A link to a target in the formats that notes use. Pure functions of a record; every format escapes for itself, so that
 * any title (brackets, pipes, backslashes, quotes, percent signs, Chinese) yields a link that works.
 */
import type { Lang } from '../i18n/lang.ts';

/** A piece of quoted text: words, or a formula as TeX without dollar signs. */
export type Segment = { readonly text: string } | { readonly tex: string; readonly display: boolean };

/** What is known of a target when its link is copied. */
export interface LinkRecord {
  /** Absolute. */
  readonly url: string;
  /** How the target is called: "Relative positions", "Equation (2)". Plain text. */
  readonly title: string;
  /** Title of the page that it stands on. Plain text. */
  readonly page: string;
  readonly lang: Lang;
  /** Days, YYYY-MM-DD: of the page's last change, and of the copying. */
  readonly date?: string | undefined;
  readonly accessed: string;
  /** What stands there: a first paragraph, a caption, selected words. */
  readonly quote?: readonly Segment[] | undefined;
  /** Of an equation: its TeX. */
  readonly tex?: string | undefined;
  /** Of a demo: the address of its page for frames, with its state. */
  readonly embed?: string | undefined;
}

/** Formats in the order of the menu. */
export const formatNames = ['url', 'markdown', 'obsidian', 'org', 'latex', 'html', 'bibtex', 'tex', 'embed'] as const;
export type FormatName = (typeof formatNames)[number];
export const isFormatName = (name: unknown): name is FormatName => formatNames.some((format) => format === name);

const siteName = 'Incoming Transmission';
/** Space between a title and the page's: “Equation (2) · RoPE”. */
const separator = ' · ';

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const percent = (char: string): string =>
  [...new TextEncoder().encode(char)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

/**
 * The same address without a character that any of the formats gives a meaning to. Browsers leave some of them alone in
 * queries and fragments.
 */
export const safeUrl = (url: string): string => new URL(url).href.replace(/[\s()[\]{}<>|\\^`"'$;]/g, percent);

/** Title of the target and of its page, as one line. */
export function label({ title, page }: Pick<LinkRecord, 'title' | 'page'>): string {
  const parts = [oneLine(title), oneLine(page)].filter((part) => part !== '');
  return [...new Set(parts)].join(separator);
}

/** Text for CommonMark with GFM, maths and Obsidian's marks. Parentheses stay: `\\(` opens a formula in Pandoc. */
export const escapeMarkdown = (text: string): string => oneLine(text).replace(/[\\`*_{}[\]<>#$|~=%&!^@]/g, '\\$&');

const markdownLink = (record: LinkRecord): string => `[${escapeMarkdown(label(record))}](${safeUrl(record.url)})`;

/** One piece of a quote in Markdown. Blank lines would end a formula, and a callout with it. */
function segmentMarkdown(segment: Segment): string {
  if ('text' in segment) {
    const text = segment.text.replace(/\s+/g, ' ');
    const [, before = '', core = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
    return `${before}${escapeMarkdown(core)}${after}`;
  }
  const tex = segment.tex.replace(/\n\s*\n/g, '\n').trim();
  return segment.display ? `\n$$\n${tex}\n$$\n` : `$${tex.replaceAll('\n', ' ')}$`;
}

/** A line that starts like a list item or a number would become one. */
const escapeLineStart = (line: string): string =>
  line.replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2').replace(/^(-)(?=\s|-|$)/, '\\$1');

/** Formulas keep their lines as they are. */
function quoteMarkdown(quote: readonly Segment[]): string {
  let inFormula = false;
  const lines = quote.map(segmentMarkdown).join('').split('\n');
  const out = lines.map((line) => {
    if (line === '$$') inFormula = !inFormula;
    return inFormula || line === '$$' ? line : escapeLineStart(line.trim());
  });
  return out
    .join('\n')
    .replace(/\n{2,}/g, '\n')
    .trim();
}

function obsidian(record: LinkRecord): string {
  const quote = record.quote ? quoteMarkdown(record.quote) : '';
  const lines = [`[!quote] ${markdownLink(record)}`, ...(quote === '' ? [] : quote.split('\n'))];
  return lines.map((line) => `> ${line}`).join('\n');
}

/** Org has no escape inside descriptions: a zero-width space keeps brackets apart, as Org itself does. */
const orgText = (text: string): string =>
  oneLine(text)
    .replace(/([[\]])(?=[[\]])/g, '$1\u200B')
    .replace(/\]$/, ']\u200B');

const latexSigns: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};
/** Plain text for LaTeX. */
export const escapeLatex = (text: string): string =>
  oneLine(text).replace(/[\\{}~^#$%&_]/g, (sign) => latexSigns[sign] ?? `\\${sign}`);
/** hyperref takes back these escapes; without them the link breaks inside other commands' arguments. */
const latexUrl = (url: string): string => safeUrl(url).replace(/[%#&]/g, '\\$&');

const htmlSigns: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Text for HTML, attributes included. */
export const escapeHtml = (text: string): string => oneLine(text).replace(/[&<>"]/g, (sign) => htmlSigns[sign] ?? sign);

/** BibTeX counts braces even behind a backslash. */
const bibtexText = (text: string): string =>
  escapeLatex(text).replaceAll('\\{', '\\textbraceleft{}').replaceAll('\\}', '\\textbraceright{}');

/** `incoming-transmission:rope:eq-relative`: what every BibTeX program takes for a key. */
function bibtexKey(url: string): string {
  const { pathname, hash } = new URL(url);
  const [id = ''] = hash.slice(1).split(':~:');
  const parts = [...pathname.split('/'), decodeURIComponent(id)].map((part) => part.replace(/[^a-z0-9-]+/gi, '-'));
  return ['incoming-transmission', ...parts.filter((part) => part !== '')].join(':');
}

function bibtex(record: LinkRecord): string {
  const fields: [string, string | undefined][] = [
    ['author', `{${siteName}}`],
    ['title', `{${bibtexText(label(record))}}`],
    ['date', record.date],
    ['url', safeUrl(record.url)],
    ['urldate', record.accessed],
    ['langid', record.lang === 'zh' ? 'chinese' : 'english'],
  ];
  const lines = fields.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(7)} = {${value}},`]));
  return [`@online{${bibtexKey(record.url)},`, ...lines, '}'].join('\n');
}

/** A frame of the width that there is; the embedded page tells its height to who listens. */
const embed = (record: LinkRecord): string | undefined =>
  record.embed === undefined
    ? undefined
    : `<iframe src="${escapeHtml(safeUrl(record.embed))}" title="${escapeHtml(label(record))}" width="100%" height="640" loading="lazy" allow="fullscreen; clipboard-write"></iframe>`;

const writers: Readonly<Record<FormatName, (record: LinkRecord) => string | undefined>> = {
  url: ({ url }) => new URL(url).href,
  markdown: markdownLink,
  obsidian,
  org: (record) => `[[${safeUrl(record.url)}][${orgText(label(record))}]]`,
  latex: (record) => `\\href{${latexUrl(record.url)}}{${escapeLatex(label(record))}}`,
  html: (record) => `<a href="${escapeHtml(safeUrl(record.url))}">${escapeHtml(label(record))}</a>`,
  bibtex,
  tex: ({ tex }) => tex,
  embed,
};

/** A link in a format; undefined when the target has none (TeX of a section). */
export const formatLink = (format: FormatName, record: LinkRecord): string | undefined => writers[format](record);

/** The formats that a target has, in the order of the menu. */
export const formatsOf = (record: LinkRecord): readonly FormatName[] =>
  formatNames.filter((format) => formatLink(format, record) !== undefined);
