/** An author's mistake: where it is, what is wrong, and what to do about it. */
import type { ArticleFile } from '../links/inventory.ts';
import type { Place } from './outline.ts';

export interface Problem extends Place {
  /** Name of the rule, `unknown-citation`. */
  readonly rule: string;
  /** Path from the project's root. */
  readonly file: string;
  readonly message: string;
  readonly remedy: string;
}

/** A problem at a place of an article's file. */
export const problemAt = (
  { file }: Pick<ArticleFile, 'file'>,
  { line, column }: Place,
  rule: string,
  message: string,
  remedy: string,
): Problem => ({ rule, file, line, column, message, remedy });

/** A file that MDX can't read. */
export const syntaxProblem = (file: Pick<ArticleFile, 'file'>, error: Place & { readonly message: string }): Problem =>
  problemAt(
    file,
    error,
    'bad-mdx',
    error.message,
    'Close every element and brace; write a literal { or < as \\{ and \\<, or in `code`.',
  );

/** By file, then by place. */
export const compareProblems = (a: Problem, b: Problem): number =>
  a.file.localeCompare(b.file, 'en') || a.line - b.line || a.column - b.column;

/** One paragraph per problem: `file:line:column  [rule] message`, then the remedy. */
export function formatProblems(problems: readonly Problem[]): string {
  return problems
    .map(({ file, line, column, rule, message, remedy }) => {
      const place = `${file}:${String(line)}:${String(column)}`;
      return `${place}  [${rule}] ${message}\n    → ${remedy}`;
    })
    .join('\n');
}
