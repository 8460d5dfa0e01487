/** Links inside the site. */
import { langs } from '../../i18n/lang.ts';
import { parseHref } from '../../links/href.ts';
import type { Href } from '../../links/href.ts';
import type { ArticleFile } from '../../links/inventory.ts';
import { defaultValues } from '../../lab/params.ts';
import { readState } from '../../lab/url-state.ts';
import { problemAt } from '../problem.ts';
import type { Problem } from '../problem.ts';
import { didYouMean } from '../suggest.ts';
import type { CheckContext, Rule } from './rule.ts';

type Link = ArticleFile['outline']['links'][number];
/** A complaint without its place. */
type Complaint = readonly [rule: string, message: string, remedy: string];

const formAdvice = 'Write #id for this page, /slug/#id for another article, without a language.';

/** Queries that are not a demo's state. */
const pageQueries = new Set(['backend']);

function stateComplaints(href: Href, page: ArticleFile, { demos }: CheckContext): Complaint[] {
  const shown = page.outline.demos.map(({ id }) => id).filter((id) => id !== undefined);
  const ids = new Set<string>();
  const complaints: Complaint[] = [];
  for (const key of new URLSearchParams(href.query).keys()) {
    if (pageQueries.has(key)) continue;
    const [id = '', name] = key.split('.', 2);
    if (name !== undefined && demos.has(id) && shown.includes(id)) ids.add(id);
    else {
      const remedy = `${didYouMean(id, shown)}Write ?demo.parameter=value#demo-demo, of a demo that ${page.file} shows.`;
      complaints.push(['bad-demo-state', `"${key}" is no parameter of a demo on that page`, remedy]);
    }
  }
  for (const id of ids) complaints.push(...issuesOf(id, href, page, demos.get(id)?.params ?? {}));
  const [first] = ids;
  if (first !== undefined && !ids.has(href.fragment.replace(/^demo-/, ''))) {
    complaints.push(['bad-demo-state', 'the link sets a demo but does not lead to it', `End it with #demo-${first}.`]);
  }
  return complaints;
}

function issuesOf(id: string, href: Href, { lang }: ArticleFile, specs: Parameters<typeof readState>[0]): Complaint[] {
  const { issues } = readState(specs, id, href.query, defaultValues(specs, lang), lang);
  return issues.map(({ name, problem, given, used }): Complaint => {
    const names = Object.keys(specs);
    if (problem === 'unknown') {
      const remedy = `${didYouMean(name, names)}Its parameters are ${names.join(', ')}.`;
      return ['bad-demo-state', `the demo "${id}" has no parameter "${name}"`, remedy];
    }
    const why =
      problem === 'clamped'
        ? `is out of range or between steps; the demo would use ${used ?? 'another'}`
        : 'can’t be read';
    const remedy = `Give ${id}.${name} a value that its params.ts allows${used === undefined ? '' : `, such as ${used}`}.`;
    return ['bad-demo-state', `${id}.${name}=${given} ${why}`, remedy];
  });
}

function fragmentComplaints({ fragment }: Href, page: ArticleFile): Complaint[] {
  const known = page.targets.map(({ id }) => id);
  const hasList = page.targets.some(({ kind }) => kind === 'reference');
  if (fragment === '' || known.includes(fragment) || (fragment === 'references' && hasList)) return [];
  const remedy = `${didYouMean(fragment, known)}Name a target of that page, or add it there in both languages.`;
  return [['unknown-target', `there is no "#${fragment}" in ${page.file}`, remedy]];
}

function pageComplaints(link: Link, href: Href, file: ArticleFile, context: CheckContext): Complaint[] {
  const [first = '', ...more] = href.segments;
  if (langs.some((lang) => lang === first)) {
    const rest = link.url.replace(/^\/[a-z]+/, '') || '/';
    return [
      [
        'localized-link',
        `${link.url} names a language`,
        `Write ${rest}: links stay in the page's language by themselves.`,
      ],
    ];
  }
  const path = link.url.split(/[?#]/)[0] ?? '';
  if (!path.endsWith('/')) {
    return [
      ['bad-link', `${link.url} lacks the slash at the end of the path`, `Write ${link.url.replace(path, `${path}/`)}`],
    ];
  }
  const page = more.length === 0 ? context.inventory.article(first, file.lang) : undefined;
  if (page) return [...fragmentComplaints(href, page), ...stateComplaints(href, page, context)];
  if (first === '' || context.pages.includes(first)) return link.empty ? [emptyLink(link)] : [];
  const known = [...context.inventory.articles.map(({ slug }) => slug), ...context.pages];
  const remedy = `${didYouMean(first, known)}Link to an article that exists, or mention it without a link.`;
  return [['unknown-page', `there is no page ${path}`, remedy]];
}

const emptyLink = ({ url }: Link): Complaint => [
  'empty-link',
  url === '' ? 'a link without an address' : `the link to ${url} has no text, and none can be filled in`,
  `Write [text](address). ${formAdvice}`,
];

function complaintsOf(link: Link, file: ArticleFile, context: CheckContext): Complaint[] {
  const href = parseHref(link.url);
  if (link.url === '' || link.url === '#') return [emptyLink({ ...link, url: '' })];
  switch (href.kind) {
    case 'external':
    case 'file':
      return link.empty ? [emptyLink(link)] : [];
    case 'relative':
      return [['bad-link', `${link.url} is a relative address`, formAdvice]];
    case 'page':
      return pageComplaints(link, href, file, context);
    case 'own':
      return [...fragmentComplaints(href, file), ...(href.query ? stateComplaints(href, file, context) : [])];
  }
}

/** Addresses of the right form, to pages, targets and demo states that exist. */
export const linkRule: Rule = (file, context) =>
  file.outline.links.flatMap((link) =>
    complaintsOf(link, file, context).map(([rule, message, remedy]): Problem =>
      problemAt(file, link, rule, message, remedy),
    ),
  );
