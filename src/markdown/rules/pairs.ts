/** Both languages of an article: the same targets in the same order, the same citations, the same place in the series. */
import { basename } from 'node:path';
import type { ArticleFile } from '../../links/inventory.ts';
import { problemAt } from '../problem.ts';
import type { Problem } from '../problem.ts';
import type { Target } from '../outline.ts';

const nameOf = ({ path }: ArticleFile): string => basename(path);

/** Cited works are compared as citations. */
const ownTargets = (file: ArticleFile): Target[] => file.targets.filter(({ kind }) => kind !== 'reference');

function unpaired(file: ArticleFile, other: ArticleFile): Problem[] {
  const known = new Set(ownTargets(other).map(({ id }) => id));
  return ownTargets(file)
    .filter(({ id }) => !known.has(id))
    .map((target) => {
      const message = `${nameOf(other)} lacks the ${target.kind} "${target.id}" that ${nameOf(file)} has here`;
      const remedy = `Add it to ${other.file} in the same place under the same id, or remove it here.`;
      return problemAt(file, target, 'unpaired-id', message, remedy);
    });
}

/** The first difference in order; those after it mostly follow from it. */
function orderProblem(file: ArticleFile, other: ArticleFile): Problem[] {
  const places = new Map(ownTargets(other).map((target) => [target.id, target]));
  const common = ownTargets(file).filter(({ id }) => places.has(id));
  const shared = new Set(common.map(({ id }) => id));
  const there = [...places.values()].filter(({ id }) => shared.has(id));
  const index = common.findIndex(({ id }, position) => there[position]?.id !== id);
  const [here, instead] = [common[index], there[index]];
  if (!here || !instead) return [];
  const message = `"${here.id}" stands here, where ${nameOf(other)} has "${instead.id}" (line ${String(instead.line)})`;
  const remedy = 'Bring sections, equations, figures and demos into the same order in both languages.';
  return [problemAt(file, here, 'different-order', message, remedy)];
}

function levelProblems(file: ArticleFile, other: ArticleFile): Problem[] {
  const depths = new Map(ownTargets(other).map(({ id, depth }) => [id, depth]));
  return ownTargets(file).flatMap((target) => {
    const depth = depths.get(target.id);
    if (depth === undefined || target.depth === undefined || depth === target.depth) return [];
    const message = `the section "${target.id}" is of level ${String(target.depth)} here and ${String(depth)} in ${nameOf(other)}`;
    return [problemAt(file, target, 'different-level', message, 'Give the heading as many # in both languages.')];
  });
}

function citationProblems(file: ArticleFile, other: ArticleFile): Problem[] {
  const known = new Set(other.outline.citations.map(({ key }) => key));
  const first = new Map(file.outline.citations.toReversed().map((citation) => [citation.key, citation]));
  return [...first.values()]
    .filter(({ key }) => !known.has(key))
    .map((citation) => {
      const message = `${nameOf(other)} does not cite "${citation.key}"`;
      return problemAt(file, citation, 'unpaired-citation', message, `Cite it in ${other.file} too, or not here.`);
    });
}

const sharedKeys = ['series', 'order', 'published', 'prerequisites', 'aliases', 'moved', 'formerly'] as const;

function frontmatterProblems(file: ArticleFile, other: ArticleFile): Problem[] {
  return sharedKeys
    .filter((key) => JSON.stringify(file.frontmatter[key] ?? []) !== JSON.stringify(other.frontmatter[key] ?? []))
    .map((key) => {
      const line = (file.yaml ?? '').split('\n').findIndex((text) => text.startsWith(`${key}:`)) + 2;
      const message = `"${key}" differs from ${nameOf(other)}`;
      return problemAt(
        file,
        { line, column: 1 },
        'different-frontmatter',
        message,
        'Write the same in both languages.',
      );
    });
}

/** Everything in which the two languages of an article differ but should not. */
export const pairProblems = (en: ArticleFile, zh: ArticleFile): Problem[] => [
  ...unpaired(en, zh),
  ...unpaired(zh, en),
  ...orderProblem(zh, en),
  ...levelProblems(zh, en),
  ...citationProblems(en, zh),
  ...citationProblems(zh, en),
  ...frontmatterProblems(zh, en),
];
