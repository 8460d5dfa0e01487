/** Headings, ids and labels. */
import type { ArticleFile } from '../../links/inventory.ts';
import { problemAt } from '../problem.ts';
import type { Problem } from '../problem.ts';
import type { Target } from '../outline.ts';
import type { Rule } from './rule.ts';

const idForm = /^[a-z][a-z0-9-]*$/;
const idAdvice =
  'Use lower-case ASCII letters, digits and hyphens, beginning with a letter; the same id in both languages.';
/** Ids that the pipeline gives: equations, figures, ..., citations, sidenotes, the list of references. */
const reserved = /^(?:eq|fig|tab|def|demo|ref|cite|sn)-|^references$/;
const prefixes: Readonly<Partial<Record<string, string>>> = { Figure: 'fig-', Table: 'tab-', Definition: 'def-' };

/** An ASCII id from a title, to propose. */
const proposeId = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '') || 'short-name';

type Heading = ArticleFile['outline']['headings'][number];

function headingId(file: ArticleFile, heading: Heading): Problem[] {
  const { id, title, depth } = heading;
  if (id === undefined) {
    const example = `${'#'.repeat(depth)} ${title} [#${proposeId(title)}]`;
    const remedy = `Write the id at the end of the heading: ${example}`;
    return depth === 2 || depth === 3
      ? [problemAt(file, heading, 'missing-id', `the heading "${title}" has no id`, remedy)]
      : [];
  }
  if (!idForm.test(id)) {
    return [
      problemAt(file, heading, 'bad-id', `"${id}" is not an id`, `${idAdvice} For example [#${proposeId(title)}].`),
    ];
  }
  if (reserved.test(id)) {
    const message = `the section id "${id}" is kept for what the site generates`;
    const remedy =
      'Choose an id that does not begin with eq-, fig-, tab-, def-, demo-, ref-, cite- or sn-, and is not "references".';
    return [problemAt(file, heading, 'reserved-id', message, remedy)];
  }
  return [];
}

/** h1 in the body, missing and malformed ids, TeX in headings. */
export const headingRule: Rule = (file) =>
  file.outline.headings.flatMap((heading) => {
    const problems = headingId(file, heading);
    if (heading.depth === 1) {
      const remedy = 'Use ## for sections; the title is the frontmatter’s, and the only h1.';
      problems.push(problemAt(file, heading, 'h1-in-body', `"${heading.title}" is a heading of level 1`, remedy));
    }
    if (heading.hasMath) {
      const remedy = 'Say it in words: headings also stand in tables of contents and feeds, where TeX is not set.';
      problems.push(problemAt(file, heading, 'tex-in-heading', 'TeX in a heading', remedy));
    }
    return problems;
  });

/** Ids, captions and terms of figures, tables and definitions. */
export const elementRule: Rule = (file) =>
  file.outline.elements.flatMap((element) => {
    const { name, id, text } = element;
    const prefix = prefixes[name] ?? '';
    const problems: Problem[] = [];
    if (id === undefined) {
      const remedy = `Add id="${prefix}name".`;
      problems.push(problemAt(file, element, 'missing-id', `<${name}> has no id`, remedy));
    } else if (!idForm.test(id) || !id.startsWith(prefix) || id === prefix) {
      const remedy = `Ids of <${name}> begin with ${prefix}. ${idAdvice}`;
      problems.push(problemAt(file, element, 'bad-id', `"${id}" is not an id of a <${name}>`, remedy));
    }
    if (text.trim() === '') {
      const wanted = name === 'Definition' ? 'term' : 'caption';
      const remedy = `Add ${wanted}="…"${wanted === 'caption' ? ': what is shown, with units' : ': the word that is defined'}.`;
      problems.push(problemAt(file, element, `missing-${wanted}`, `<${name}> has no ${wanted}`, remedy));
    }
    return problems;
  });

/** Two targets of the same id. */
export const duplicateRule: Rule = (file) => {
  const first = new Map<string, Target>();
  return file.targets.flatMap((target) => {
    const before = first.get(target.id);
    if (!before) {
      first.set(target.id, target);
      return [];
    }
    if (target.kind === 'demo') return []; // said by the rule on demos
    const message = `the id "${target.id}" is used twice; first on line ${String(before.line)}`;
    return [problemAt(file, target, 'duplicate-id', message, 'Rename one of the two, in both languages.')];
  });
};
