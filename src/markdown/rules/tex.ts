/** Formulas: labels, and whether KaTeX takes them. */
import type { ArticleFile } from '../../links/inventory.ts';
import { problemAt } from '../problem.ts';
import type { Problem } from '../problem.ts';
import { labelId, roleMacros, texError } from '../tex.ts';
import type { Rule } from './rule.ts';

type Formula = ArticleFile['outline']['maths'][number];

function labelProblems(file: ArticleFile, formula: Formula): Problem[] {
  const { labels, display } = formula;
  const [label, second] = labels;
  const say = (message: string, remedy: string): Problem[] => [problemAt(file, formula, 'bad-label', message, remedy)];
  if (label === undefined) return [];
  if (!display)
    return say(
      'a \\label in inline maths',
      'Only display maths ($$ on lines of their own) is numbered; remove the label.',
    );
  if (second !== undefined) return say('more than one \\label in a formula', 'Keep one: a formula has one number.');
  if (labelId(label) !== undefined) return [];
  const remedy = 'Write \\label{eq:name}, the name in lower-case ASCII letters, digits and hyphens.';
  return say(`the label "${label}" is not of the form eq:name`, remedy);
}

const referenceMacro = /\\(?:eqref|ref|autoref|cref|tag\*?)(?![A-Za-z])/;

function texProblems(file: ArticleFile, formula: Formula): Problem[] {
  const macro = referenceMacro.exec(formula.tex)?.[0];
  if (macro !== undefined) {
    const remedy = macro.startsWith('\\tag')
      ? 'Numbers are given by the site: write \\label{eq:name} instead.'
      : 'Refer to an equation in the text, with an empty link: [](#eq-name).';
    return [problemAt(file, formula, 'tex-reference', `${macro} inside maths`, remedy)];
  }
  const error = texError(formula.tex, formula.display);
  if (error === null) return [];
  const macros = Object.keys(roleMacros).join(', ');
  const remedy = error.includes('Undefined control sequence')
    ? `Check the spelling against KaTeX's list of functions; the site adds ${macros}, each with one argument.`
    : 'Correct the formula; https://katex.org/docs/supported lists what KaTeX takes.';
  return [problemAt(file, formula, 'bad-tex', `KaTeX: ${error}`, remedy)];
}

/** Labels of the right form in the right place, references, and TeX that KaTeX rejects. */
export const texRule: Rule = (file) =>
  file.outline.maths.flatMap((formula) => [...labelProblems(file, formula), ...texProblems(file, formula)]);
