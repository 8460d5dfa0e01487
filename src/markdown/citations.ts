/** Citations in the text become links into the list of references. */
import type { Root, RootContent } from 'mdast';
import type { Lang } from '../i18n/lang.ts';
import { citationLabels } from './citation-label.ts';
import type { CitationLabel } from './citation-label.ts';
import { findCitations } from './citation-syntax.ts';
import type { Citation, CitedWork } from './citation-syntax.ts';
import type { Context } from './context.ts';
import { markup, replaceNodes } from './nodes.ts';
import type { Markup } from './nodes.ts';

/** Punctuation of citations; Chinese sets it full-width. */
const signs = {
  en: { open: '(', close: ')', comma: ', ', semicolon: '; ', narrativeOpen: ' (' },
  zh: { open: '（', close: '）', comma: '，', semicolon: '；', narrativeOpen: '（' },
} as const;

/** How often each work is cited: the n-th citation has the id `cite-<key>-<n>`. */
export type CitationCounts = Map<string, number>;

interface Scribe {
  readonly lang: Lang;
  readonly labels: ReadonlyMap<string, CitationLabel>;
  readonly counts: CitationCounts;
}

function citationText(label: CitationLabel, form: 'group' | 'narrative' | 'year', lang: Lang): string {
  const { comma, narrativeOpen, close } = signs[lang];
  if (form === 'year') return label.year;
  return form === 'group'
    ? `${label.authors}${comma}${label.year}`
    : `${label.narrative}${narrativeOpen}${label.year}${close}`;
}

function citationLink(work: CitedWork, form: 'group' | 'narrative', { lang, labels, counts }: Scribe): Markup {
  const label = labels.get(work.key);
  // Unknown keys fail the build; while writing, the page shows the key.
  if (!label) return markup('span', { className: ['citation-missing'] }, [`@${work.key}?`]);
  const place = (counts.get(work.key) ?? 0) + 1;
  counts.set(work.key, place);
  const id = `cite-${work.key}-${String(place)}`;
  const text = citationText(label, work.yearOnly ? 'year' : form, lang);
  return markup('a', { className: ['citation'], id, href: `#ref-${work.key}` }, [text]);
}

function citationGroup(citation: Citation, scribe: Scribe): Markup {
  const sign = signs[scribe.lang];
  const works = citation.works.flatMap((work, index) => {
    const suffix = work.suffix.replace(/^[,，]\s*/, sign.comma);
    return [index > 0 ? sign.semicolon : '', work.prefix, citationLink(work, 'group', scribe), suffix];
  });
  return markup('span', { className: ['citations'] }, [sign.open, ...works.filter((part) => part !== ''), sign.close]);
}

function replaceCitations(value: string, scribe: Scribe): RootContent[] | undefined {
  const citations = findCitations(value);
  if (citations.length === 0) return undefined;
  // Full-width parentheses bring their own space.
  const fullWidth = scribe.lang === 'zh';
  const out: RootContent[] = [];
  let from = 0;
  for (const citation of citations) {
    const { works, kind, start, end } = citation;
    const before = value.slice(from, start);
    out.push({ type: 'text', value: fullWidth && kind === 'group' ? before.trimEnd() : before });
    const [first] = works;
    if (kind === 'group') out.push(citationGroup(citation, scribe));
    else if (first) out.push(citationLink(first, 'narrative', scribe));
    from = end + (fullWidth ? (/^ */.exec(value.slice(end))?.[0].length ?? 0) : 0);
  }
  if (from < value.length) out.push({ type: 'text', value: value.slice(from) });
  return out.filter((node) => node.type !== 'text' || node.value !== '');
}

/** The works of a page's list of references. */
export const citedWorks = ({ references, lookup }: Context) =>
  references.map((key) => lookup.bibliography.works.get(key)).filter((work) => work !== undefined);

/** Replaces citations in place (not inside links: a link in a link is none). Returns how often each work is cited. */
export function transformCitations(tree: Root, context: Context): CitationCounts {
  const scribe: Scribe = {
    lang: context.lang,
    labels: citationLabels(citedWorks(context), context.lang),
    counts: new Map(),
  };
  replaceNodes(tree, (node) => (node.type === 'text' ? replaceCitations(node.value, scribe) : undefined), [
    'link',
    'linkReference',
  ]);
  return scribe.counts;
}
