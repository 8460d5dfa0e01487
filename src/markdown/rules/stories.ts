/** Stories of series: text, inline maths and links, in both languages, about a series that exists. */
import { langs, otherLang } from '../../i18n/lang.ts';
import type { Article, ArticleFile } from '../../links/inventory.ts';
import type { Place } from '../outline.ts';
import { problemAt, syntaxProblem } from '../problem.ts';
import type { Problem } from '../problem.ts';
import { didYouMean } from '../suggest.ts';
import { linkRule } from './links.ts';
import type { CheckContext } from './rule.ts';
import { texRule } from './tex.ts';
import { imageRule } from './text.ts';

const start: Place = { line: 1, column: 1 };

/** What has an id, a number or a list of its own belongs into an article, where it can be linked to. */
function strangers(file: ArticleFile): Problem[] {
  const { headings, targets, citations, demos, elements, notes } = file.outline;
  const [first] = [...headings, ...targets, ...citations, ...demos, ...elements, ...notes].sort(
    (a, b) => a.line - b.line || a.column - b.column,
  );
  if (!first) return [];
  const message = 'a story holds paragraphs, inline maths and links only';
  const remedy = 'Move headings, equations, figures, demos, citations and notes into an article, and link to them.';
  return [problemAt(file, first, 'bad-story', message, remedy)];
}

function fileProblems(file: ArticleFile, context: CheckContext): Problem[] {
  if (file.parseError) return [syntaxProblem(file, file.parseError)];
  return [...strangers(file), ...[texRule, linkRule, imageRule].flatMap((rule) => rule(file, context))];
}

/** Links that one language has and the other has not. */
function unpairedLinks(file: ArticleFile, other: ArticleFile): Problem[] {
  const known = new Set(other.outline.links.map(({ url }) => url));
  return file.outline.links
    .filter(({ url }) => !known.has(url))
    .map((link) => {
      const message = `${other.file} has no link to ${link.url}`;
      return problemAt(file, link, 'unpaired-link', message, 'Tell the same story in both languages, links included.');
    });
}

/** All that is wrong with the story of one series. */
export function storyProblems({ slug, files }: Article, context: CheckContext): Problem[] {
  const { series } = context.inventory;
  const present = langs.flatMap((lang) => files[lang] ?? []);
  const problems = present.flatMap((file) => fileProblems(file, context));
  const [first] = present;
  if (first && !series.includes(slug)) {
    const remedy = `${didYouMean(slug, series)}Name the folder after an id of content/series.json.`;
    problems.push(problemAt(first, start, 'unknown-series', `there is no series "${slug}"`, remedy));
  }
  for (const file of present) {
    const other = files[otherLang(file.lang)];
    if (other) {
      problems.push(...unpairedLinks(file, other));
      continue;
    }
    const missing = `${otherLang(file.lang)}.mdx`;
    const remedy = `Add ${missing} beside it.`;
    problems.push(problemAt(file, start, 'missing-translation', `the story has no ${missing}`, remedy));
  }
  return problems;
}
