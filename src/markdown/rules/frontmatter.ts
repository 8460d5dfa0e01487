/** Frontmatter: its form (the schema) and what it names (series, articles, sources). */
import { LineCounter, isMap, isScalar, parseDocument } from 'yaml';
import type { Document, Node as YamlNode } from 'yaml';
import { articleSchema } from '../frontmatter.ts';
import type { ArticleFrontmatter } from '../frontmatter.ts';
import { problemAt } from '../problem.ts';
import type { Problem } from '../problem.ts';
import { didYouMean } from '../suggest.ts';
import type { Place } from '../outline.ts';
import type { CheckContext, Rule } from './rule.ts';
import type { ArticleFile } from '../../links/inventory.ts';

const rule = 'bad-frontmatter';
const example =
  'title, summary, series, order and published (YYYY-MM-DD) are needed; updated, prerequisites, sources may follow.';

type Path = readonly PropertyKey[];

/** The frontmatter's YAML with places in the article's file. */
class Source {
  readonly document: Document;
  readonly #lines = new LineCounter();

  constructor(yaml: string) {
    this.document = parseDocument(yaml, { lineCounter: this.#lines });
  }

  /** The YAML's first line is the file's second: the fence stands above it. */
  place(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { line: line + 1, column: col };
  }

  /** Place of the key that a path leads to (of the entry, inside a list); the opening fence when it is missing. */
  locate(path: Path): Place {
    let node: unknown = this.document.contents;
    let offset: number | undefined;
    for (const part of path) {
      const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === part) : undefined;
      const next = pair
        ? pair.value
        : node && typeof node === 'object' && 'get' in node
          ? getItem(node, part)
          : undefined;
      const from = (pair ? pair.key : next) as YamlNode | null | undefined;
      if (!from?.range) break;
      offset = from.range[0];
      node = next;
    }
    return offset === undefined ? { line: 1, column: 1 } : this.place(offset);
  }
}

const getItem = (node: object, part: PropertyKey): unknown =>
  (node as { get: (key: PropertyKey, keepScalar: true) => unknown }).get(part, true);

function schemaProblems(file: ArticleFile, source: Source, value: unknown): Problem[] | ArticleFrontmatter {
  const result = articleSchema.safeParse(value);
  if (result.success) return result.data;
  return result.error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => {
        const remedy = `${didYouMean(key, Object.keys(articleSchema.shape))}Remove or correct the key. ${example}`;
        return problemAt(file, source.locate([...issue.path, key]), rule, `unknown key "${key}"`, remedy);
      });
    }
    const key = issue.path.map(String).join('.');
    const missing = issue.path.length === 1 && !(String(issue.path[0]) in (value as object));
    const message = missing ? `"${key}" is missing` : `"${key}": ${issue.message}`;
    const remedy = missing
      ? `Add "${key}: …" between the --- lines. ${example}`
      : `Correct the value of "${key}". ${example}`;
    return [problemAt(file, source.locate(issue.path), rule, message, remedy)];
  });
}

function nameProblems(file: ArticleFile, source: Source, data: ArticleFrontmatter, context: CheckContext): Problem[] {
  const { inventory } = context;
  const slugs = inventory.articles.map(({ slug }) => slug);
  const problems: Problem[] = [];
  const add = (path: Path, name: string, message: string, remedy: string): void => {
    problems.push(problemAt(file, source.locate(path), name, message, remedy));
  };
  if (!inventory.series.includes(data.series)) {
    const remedy = `${didYouMean(data.series, inventory.series)}Use an id of content/series.json, or add the series there.`;
    add(['series'], 'unknown-series', `there is no series "${data.series}"`, remedy);
  }
  for (const [index, slug] of data.prerequisites.entries()) {
    if (slugs.includes(slug) && slug !== file.slug) continue;
    const message = slug === file.slug ? 'an article is no prerequisite of itself' : `there is no article "${slug}"`;
    const remedy = `${didYouMean(slug, slugs)}Name a folder of content/articles, or remove the entry until it exists.`;
    add(['prerequisites', index], 'unknown-prerequisite', message, remedy);
  }
  for (const [index, key] of data.sources.entries()) {
    if (inventory.bibliography.works.has(key)) continue;
    const remedy = `${didYouMean(key, inventory.bibliography.works.keys())}Use a key of content/references.bib, or add the entry there.`;
    add(['sources', index], 'unknown-source', `there is no source "${key}"`, remedy);
  }
  if (data.updated && data.updated < data.published) {
    add(['updated'], rule, '"updated" is before "published"', 'Correct one of the two dates.');
  }
  return problems;
}

/** Is the frontmatter there, is it YAML, does it fit the schema, does what it names exist? */
export const frontmatterRule: Rule = (file, context) => {
  if (file.yaml === undefined) {
    const remedy = `Begin the file with a line ---, the frontmatter, and a line ---. ${example}`;
    return [problemAt(file, { line: 1, column: 1 }, rule, 'the article has no frontmatter', remedy)];
  }
  const source = new Source(file.yaml);
  const { errors } = source.document;
  if (errors.length > 0) {
    return errors.map((error) => {
      const message = `not valid YAML: ${error.message.split(' at line ')[0] ?? error.message}`;
      return problemAt(
        file,
        source.place(error.pos[0]),
        rule,
        message,
        'Correct the line; quote texts that hold a colon, # or quotes.',
      );
    });
  }
  const value: unknown = source.document.toJS() ?? {};
  const checked = schemaProblems(file, source, value);
  return Array.isArray(checked) ? checked : nameProblems(file, source, checked, context);
};
