/** TeX: role macros, KaTeX settings, labels, and TeX as a reader would copy it. */
import katex from 'katex';
import type { KatexOptions, TrustContext } from 'katex';

/** Roles of symbols; each is a macro `\role{...}` and a class `role-<name>`. Short names where TeX has the long one. */
export const roleMacros = {
  '\\query': 'query',
  '\\key': 'key',
  '\\val': 'value',
  '\\data': 'data',
  '\\noise': 'noise',
  '\\grad': 'gradient',
} as const;

const macros = Object.fromEntries(
  Object.entries(roleMacros).map(([name, role]) => [name, `\\htmlClass{role-${role}}{#1}`]),
);

/** The one command that may set HTML attributes. */
const trusted = '\\htmlClass';

/**
 * KaTeX's settings everywhere on the site. Only classes may be set from TeX (the role macros need it), never ids, styles
 * or links. What KaTeX takes but LaTeX would not is an error, so that TeX copied from the site works elsewhere.
 */
export const katexOptions: KatexOptions = {
  output: 'htmlAndMathml',
  trust: ({ command }) => command === trusted,
  strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'error'),
};

/** Fresh settings per formula: KaTeX writes `\gdef` macros into the object that it is given. */
export const katexSettings = (): KatexOptions => ({ ...katexOptions, macros: { ...macros } });

/** Index just after the group that opens at `start` (a `{`), or -1 when it does not close. Escaped braces don't count. */
export function groupEnd(tex: string, start: number): number {
  let depth = 0;
  for (let index = start; index < tex.length; index += 1) {
    const char = tex[index];
    if (char === '\\') index += 1;
    else if (char === '{') depth += 1;
    else if (char === '}') {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return -1;
}

const roleCall = /\\(?:query|key|val|data|noise|grad)(?![A-Za-z])\s*/y;

/** One role macro's call at `start`: its argument's TeX and where the call ends. */
function readRoleCall(tex: string, start: number): { argument: string; end: number } | undefined {
  roleCall.lastIndex = start;
  if (!roleCall.test(tex)) return undefined;
  const at = roleCall.lastIndex;
  if (tex[at] === '{') {
    const end = groupEnd(tex, at);
    return end < 0 ? undefined : { argument: tex.slice(at + 1, end - 1), end };
  }
  // Without braces TeX takes the next token: a command or a character.
  const token = /\\(?:[A-Za-z]+|.)|[^\s\\{}]/suy;
  token.lastIndex = at;
  const found = token.exec(tex);
  return found ? { argument: found[0], end: token.lastIndex } : undefined;
}

/** Does an argument need its braces kept once the macro around it is gone? Not for one symbol such as `q` or `\alpha`. */
const isSingleToken = (tex: string): boolean => /^(?:\\(?:[A-Za-z]+|.)|[^\\{}])$/su.test(tex);

const endsInCommand = (tex: string): boolean => /\\[A-Za-z]+$/.test(tex);
const startsWithLetter = (tex = ''): boolean => /^[A-Za-z]/.test(tex);

/** Would a command swallow the letter after it? `\boldsymbol\query{q}` must not become `\boldsymbolq`. */
const runsTogether = (before: string, inner: string, next: string | undefined): boolean =>
  (endsInCommand(before) && startsWithLetter(inner)) || (endsInCommand(inner) && startsWithLetter(next));

/** TeX without this site's macros and labels: `\query{q}^\top` reads `q^\top`. Braces stay balanced when they were. */
export function plainTex(tex: string): string {
  let plain = '';
  for (let index = 0; index < tex.length;) {
    const call = tex[index] === '\\' ? readRoleCall(tex, index) : undefined;
    if (call) {
      const inner = plainTex(call.argument);
      plain += isSingleToken(inner) && !runsTogether(plain, inner, tex[call.end]) ? inner : `{${inner}}`;
      index = call.end;
    } else {
      const step = tex[index] === '\\' ? 2 : 1;
      plain += tex.slice(index, index + step);
      index += step;
    }
  }
  return plain;
}

export interface LabelledTex {
  /** TeX without its `\label{...}`. */
  readonly tex: string;
  /** What stood inside the labels, in order; an equation has at most one. */
  readonly labels: readonly string[];
}

/** Takes `\label{...}` out of display maths. */
export function splitLabel(tex: string): LabelledTex {
  const labels: string[] = [];
  const rest = tex.replace(/[ \t]*\\label\s*\{([^}]*)\}/g, (_match, label: string) => {
    labels.push(label.trim());
    return '';
  });
  return { tex: rest.trim(), labels };
}

/** The target id of a label of the form `eq:name`, undefined for any other label. */
export function labelId(label: string): string | undefined {
  return /^eq:[a-z][a-z0-9-]*$/.test(label) ? label.replace(':', '-') : undefined;
}

/** KaTeX's message; it underlines the place with combining characters, which terminals garble. */
const complaint = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/^KaTeX parse error: /, '').replaceAll('\u0332', '');

/** Where trust is denied KaTeX only colours the command; here it is an error. */
function onlyTrusted({ command }: TrustContext): boolean {
  if (command === trusted) return true;
  throw new Error(`${command} is not allowed`);
}

const verdicts = new Map<string, string | null>();

/** KaTeX's complaint about a formula, or null. Remembered by source: both languages share most formulas. */
export function texError(tex: string, display: boolean): string | null {
  const id = `${display ? 'D' : 'I'}${tex}`;
  const known = verdicts.get(id);
  if (known !== undefined) return known;
  let verdict: string | null = null;
  try {
    katex.renderToString(tex, { ...katexSettings(), trust: onlyTrusted, displayMode: display, throwOnError: true });
  } catch (error) {
    verdict = complaint(error);
  }
  verdicts.set(id, verdict);
  return verdict;
}
