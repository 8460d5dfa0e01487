/** Demos: do they exist, once each, with overrides that their parameters allow? */
import { coerce } from '../../lab/params.ts';
import type { ParamSpec, ParamSpecs } from '../../lab/params.ts';
import type { ArticleFile } from '../../links/inventory.ts';
import type { WrittenAttribute } from '../attributes.ts';
import { problemAt } from '../problem.ts';
import type { Problem } from '../problem.ts';
import { didYouMean } from '../suggest.ts';
import type { Rule } from './rule.ts';

type Demo = ArticleFile['outline']['demos'][number];

/** What a parameter takes, for remedies. */
function allowed(spec: ParamSpec): string {
  switch (spec.kind) {
    case 'number':
      return `a number in braces from ${String(spec.min)} to ${String(spec.max)} in steps of ${String(spec.step)}`;
    case 'seed':
      return 'a whole number in braces from 0 to 4294967295';
    case 'boolean':
      return '{true} or {false}';
    case 'choice':
      return `one of ${Object.keys(spec.options)
        .map((option) => `"${option}"`)
        .join(', ')}`;
    case 'text':
      return `a text of at most ${String(spec.maxLength)} characters`;
    case 'vector':
      return `a list in braces of ${String(spec.length)} numbers from ${String(spec.min)} to ${String(spec.max)}`;
    case 'points':
      return `a list in braces of at most ${String(spec.most)} pairs of numbers from −${String(spec.reach)} to ${String(spec.reach)}, one after the other, in multiples of ${String(spec.reach / 2000)}`;
  }
}

/** Compared as JSON: vectors are lists. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function overrideProblem(file: ArticleFile, demo: Demo, specs: ParamSpecs, entry: WrittenAttribute): Problem[] {
  const { name, value, literal } = entry;
  const say = (message: string, remedy: string): Problem[] => [problemAt(file, demo, 'bad-override', message, remedy)];
  const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
  if (literal && !spec) {
    const names = Object.keys(specs);
    return say(
      `the demo has no parameter "${name}"`,
      `${didYouMean(name, names)}Its parameters are ${names.join(', ')}.`,
    );
  }
  if (!literal || !spec)
    return say(`${name} is not a literal`, 'Write the value itself: overrides are read at build time.');
  const used = coerce(spec, value);
  if (used !== undefined && same(used, value)) return [];
  const instead = used === undefined ? '' : `; the demo would use ${JSON.stringify(used)}`;
  return say(`${name} can’t be ${JSON.stringify(value)}${instead}`, `Give ${name} ${allowed(spec)}.`);
}

/** Unknown demos, demos shown twice, and overrides that can't be. */
export const demoRule: Rule = (file, { demos }) => {
  const seen = new Map<string, Demo>();
  return file.outline.demos.flatMap((demo) => {
    if (demo.id === undefined)
      return [problemAt(file, demo, 'missing-id', '<Demo> has no id', 'Add id="…", a folder of src/demos.')];
    const definition = demos.get(demo.id);
    if (!definition) {
      const remedy = `${didYouMean(demo.id, demos.keys())}Name a folder of src/demos, or add it.`;
      return [problemAt(file, demo, 'unknown-demo', `there is no demo "${demo.id}"`, remedy)];
    }
    const before = seen.get(demo.id);
    if (before) {
      const message = `the demo "${demo.id}" is shown twice; first on line ${String(before.line)}`;
      const remedy = `Show it once and lead back to it: [text](?${demo.id}.parameter=value#demo-${demo.id}).`;
      return [problemAt(file, demo, 'duplicate-demo', message, remedy)];
    }
    seen.set(demo.id, demo);
    const overrides = demo.attributes.filter(({ name }) => name !== 'id');
    return overrides.flatMap((entry) => overrideProblem(file, demo, definition.params, entry));
  });
};
