/** All that can be wrong in an article, found before anything is rendered. One file per kind of rule in `rules/`. */
import { relative } from 'node:path';
import { langs, otherLang } from '../i18n/lang.ts';
import type { Article, ArticleFile, Inventory } from '../links/inventory.ts';
import { reservedSlugs } from '../links/urls.ts';
import { compareProblems, problemAt, syntaxProblem } from './problem.ts';
import type { Problem } from './problem.ts';
import { demoRule } from './rules/demos.ts';
import { frontmatterRule } from './rules/frontmatter.ts';
import { linkRule } from './rules/links.ts';
import { pairProblems } from './rules/pairs.ts';
import { storyProblems } from './rules/stories.ts';
import { permalinkProblems, renameRule } from './rules/renames.ts';
import type { CheckContext, Demos, Rule } from './rules/rule.ts';
import { duplicateRule, elementRule, headingRule } from './rules/structure.ts';
import { texRule } from './rules/tex.ts';
import { citationRule, imageRule, noteRule } from './rules/text.ts';

export { formatProblems } from './problem.ts';
export type { Problem } from './problem.ts';
export type { Demos } from './rules/rule.ts';

export interface CheckOptions {
  readonly demos: Demos;
  /** First path segments of pages that are no articles; default: series, demos, about. */
  readonly pages?: readonly string[];
}

const rules: readonly Rule[] = [
  frontmatterRule,
  headingRule,
  elementRule,
  duplicateRule,
  texRule,
  linkRule,
  citationRule,
  demoRule,
  noteRule,
  imageRule,
  renameRule,
];

const fileProblems = (file: ArticleFile, context: CheckContext): Problem[] =>
  file.parseError ? [syntaxProblem(file, file.parseError)] : rules.flatMap((rule) => rule(file, context));

const start = { line: 1, column: 1 };

function folderProblems({ slug, files }: Article, { inventory, pages }: CheckContext): Problem[] {
  const folder = `${relative(inventory.projectDir, inventory.contentDir).replaceAll('\\', '/')}/articles/${slug}`;
  const problems: Problem[] = [];
  const taken = [...new Set([...reservedSlugs, ...pages])];
  if (!/^[a-z][a-z0-9-]*$/.test(slug) || taken.includes(slug)) {
    const remedy = `Name the folder with lower-case ASCII letters, digits and hyphens; ${taken.join(', ')} are taken.`;
    problems.push(problemAt({ file: folder }, start, 'bad-slug', `"${slug}" can’t be an article's address`, remedy));
  }
  for (const lang of langs) {
    if (files[lang]) continue;
    const file = files[otherLang(lang)]?.file ?? folder;
    const remedy = `Add ${folder}/${lang}.mdx with the same ids in the same order.`;
    problems.push(problemAt({ file }, start, 'missing-translation', `the article has no ${lang}.mdx`, remedy));
  }
  return problems;
}

function articleProblems(article: Article, context: CheckContext): Problem[] {
  const { en, zh } = article.files;
  const present = [en, zh].filter((file) => file !== undefined);
  const comparable = en && zh && !en.parseError && !zh.parseError;
  return [
    ...folderProblems(article, context),
    ...present.flatMap((file) => fileProblems(file, context)),
    ...(comparable ? pairProblems(en, zh) : []),
  ];
}

function bibliographyProblems({ bibliography }: Inventory): Problem[] {
  const file = 'content/references.bib';
  const problems = bibliography.duplicates.map((key) => {
    const place = { line: bibliography.lines.get(key) ?? 1, column: 1 };
    return problemAt(
      { file },
      place,
      'duplicate-source',
      `two entries have the key "${key}"`,
      'Keep one, or rename one.',
    );
  });
  if (bibliography.error === undefined) return problems;
  const remedy = 'Look for a missing brace or comma; each entry reads @type{key, field = {value}, ...}.';
  return [
    ...problems,
    problemAt({ file }, start, 'bad-bibliography', `not valid BibTeX: ${bibliography.error}`, remedy),
  ];
}

/** All mistakes of all articles, by file and place. Pure; linear in the content. */
export function checkContent(inventory: Inventory, options: CheckOptions): Problem[] {
  const { demos, pages = ['series', 'demos', 'about'] } = options;
  const context = { inventory, demos, pages };
  const problems = [
    ...inventory.articles.flatMap((article) => articleProblems(article, context)),
    ...inventory.stories.flatMap((story) => storyProblems(story, context)),
  ];
  return [...bibliographyProblems(inventory), ...problems, ...permalinkProblems(inventory)].sort(compareProblems);
}
