/** Renamed and moved targets: do they lead somewhere, in one step? And is everything that was ever published still there? */
import type { ArticleFile, Inventory } from '../../links/inventory.ts';
import { parseHref } from '../../links/href.ts';
import { lostTargets } from '../../links/permalinks.ts';
import type { LostTarget } from '../../links/permalinks.ts';
import { readRenames } from '../../links/renames.ts';
import { reservedSlugs } from '../../links/urls.ts';
import { problemAt } from '../problem.ts';
import type { Problem } from '../problem.ts';
import { didYouMean } from '../suggest.ts';
import type { Rule } from './rule.ts';

/** A complaint about a frontmatter key. */
type Complaint = readonly [rule: string, message: string, remedy: string];

/** Line of a key in the frontmatter; the fence when it is written in another style. */
function lineOf({ yaml = '' }: ArticleFile, key: string): number {
  const index = yaml.split('\n').findIndex((line) => line.trimStart().startsWith(`${key}:`) || line.includes(key));
  return index < 0 ? 1 : index + 2;
}

const present = (file: ArticleFile): Set<string> => {
  const ids = new Set(file.targets.map(({ id }) => id));
  if (file.targets.some(({ kind }) => kind === 'reference')) ids.add('references');
  return ids;
};

function oldIdComplaints(old: string, ids: ReadonlySet<string>): Complaint[] {
  if (ids.has(old)) {
    const remedy = 'An old id must not be in use: remove the entry, or give the target that has the id now another.';
    return [['alias-taken', `"${old}" is a target of this page`, remedy]];
  }
  if (!/^[a-z][a-z0-9-]*$/i.test(old)) {
    return [['bad-alias', `"${old}" can’t have been an id`, 'Write the id that was published.']];
  }
  return [];
}

function aliasComplaints(file: ArticleFile): [string, Complaint][] {
  const { aliases, moved } = readRenames(file.frontmatter);
  const ids = present(file);
  return [...aliases].flatMap(([old, now]) => {
    const found = oldIdComplaints(old, ids);
    const next = aliases.get(now);
    if (next !== undefined) {
      const remedy = `Lead straight to the end: ${old}: ${next}`;
      found.push(['alias-chain', `"${old}" leads to "${now}", which leads on`, remedy]);
    } else if (moved.has(now)) {
      const remedy = `Write under "moved": ${old}: ${moved.get(now) ?? ''}`;
      found.push(['alias-chain', `"${old}" leads to "${now}", which has moved`, remedy]);
    } else if (!ids.has(now)) {
      const remedy = `${didYouMean(now, ids)}Name a target of this page; if it went to another, list it under "moved".`;
      found.push(['unknown-alias', `"${old}" leads to "${now}", which is not on this page`, remedy]);
    }
    if (moved.has(old)) found.push(['alias-taken', `"${old}" is an alias and has moved`, 'Keep one of the two.']);
    return found.map((complaint): [string, Complaint] => [old, complaint]);
  });
}

function destinationComplaint(url: string, file: ArticleFile, inventory: Inventory): Complaint[] {
  const { kind, segments, fragment } = parseHref(url);
  const [slug = '', ...more] = segments;
  if (kind !== 'page' || more.length > 0 || fragment === '' || !url.startsWith(`/${slug}/#`)) {
    return [['bad-moved', `${url} is not of the form /slug/#id`, 'Write /slug/#id, without a language.']];
  }
  if (slug === file.slug) return [['bad-moved', `${url} is on this page`, 'List it under "aliases".']];
  const page = inventory.article(slug, file.lang);
  if (!page) {
    const known = inventory.articles.map((article) => article.slug);
    return [
      ['unknown-moved', `there is no article "${slug}"`, `${didYouMean(slug, known)}Name an article that exists.`],
    ];
  }
  const there = readRenames(page.frontmatter);
  const alias = there.aliases.get(fragment);
  const next = alias === undefined ? there.moved.get(fragment) : `/${slug}/#${alias}`;
  if (next !== undefined) return [['alias-chain', `${url} leads on to ${next}`, `Write ${next}`]];
  const ids = present(page);
  if (ids.has(fragment)) return [];
  return [
    [
      'unknown-moved',
      `there is no "#${fragment}" in ${page.file}`,
      `${didYouMean(fragment, ids)}Name a target of that page.`,
    ],
  ];
}

function movedComplaints(file: ArticleFile, inventory: Inventory): [string, Complaint][] {
  const ids = present(file);
  return [...readRenames(file.frontmatter).moved].flatMap(([old, url]) =>
    [...oldIdComplaints(old, ids), ...destinationComplaint(url, file, inventory)].map(
      (complaint): [string, Complaint] => [old, complaint],
    ),
  );
}

function formerComplaints(file: ArticleFile, inventory: Inventory): [string, Complaint][] {
  const remedy = 'A former slug must be free: remove the entry, or rename the other article.';
  return readRenames(file.frontmatter).formerly.flatMap((old) => {
    const others = inventory.articles.filter(({ slug, files }) => {
      const formerly = Object.values(files).flatMap(({ frontmatter }) => readRenames(frontmatter).formerly);
      return slug === old || (slug !== file.slug && formerly.includes(old));
    });
    const taken = others.length > 0 || reservedSlugs.includes(old);
    return taken ? [[old, ['bad-former', `the address /${old}/ is taken`, remedy]] as [string, Complaint]] : [];
  });
}

/** `aliases`, `moved` and `formerly` of the frontmatter. */
export const renameRule: Rule = (file, { inventory }) =>
  [...aliasComplaints(file), ...movedComplaints(file, inventory), ...formerComplaints(file, inventory)].map(
    ([old, [rule, message, remedy]]) => problemAt(file, { line: lineOf(file, old), column: 1 }, rule, message, remedy),
  );

function lostProblem({ slug, id, kind, owner, lang }: LostTarget, inventory: Inventory): Problem {
  const place = { line: 1, column: 1 };
  const file = owner === undefined ? undefined : inventory.article(owner, lang)?.file;
  const address = `/${slug}/${id === '' ? '' : `#${id}`}`;
  const message = `the ${kind} ${address} was published and is gone`;
  if (owner === undefined || file === undefined) {
    const remedy = `Restore the article, or write "formerly: [${slug}]" into the frontmatter of the article that took its place.`;
    return problemAt({ file: 'content/permalinks.json' }, place, 'lost-permalink', message, remedy);
  }
  const remedy = `Write into the frontmatter, in both languages, "aliases: { ${id}: new-id }" if it was renamed, "moved: { ${id}: /other-slug/#id }" if it went to another article; or restore the id.`;
  return problemAt({ file }, place, 'lost-permalink', message, remedy);
}

/** Published targets that nothing leads to any more. An article that is gone is said once, not once per target. */
export function permalinkProblems(inventory: Inventory): Problem[] {
  const lost = lostTargets(inventory).filter(
    ({ owner, id, lang }) => owner !== undefined || (id === '' && lang === 'en'),
  );
  return lost.map((target) => lostProblem(target, inventory));
}
