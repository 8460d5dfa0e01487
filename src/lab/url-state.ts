/**
 * A demo's state in a URL: `?rope-clocks.m=5&rope-clocks.n=9#demo-rope-clocks`. Only what differs from the default is
 * written. Reading never throws: what is not understood is dropped, what is out of range is clamped, and both are said.
 */
import type { Lang } from '../i18n/lang.ts';
import { cleanText, coerce, formatValue, withChange } from './params.ts';
import { decodePoints, encodePoints, pointsKept } from './points.ts';
import type { Issue, ParamSpec, ParamSpecs, ParamValue, Values } from './params.ts';

/** Longer values can't have been written by us: the longest is a vector of some hundred numbers. */
const longest = 20_000;
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;
const mostIssues = 8;

function parseVector(spec: Extract<ParamSpec, { kind: 'vector' }>, raw: string): number[] | undefined {
  // Underscores part whole multiples of 10^-digits (short); commas part plain decimals (for people).
  const parts = raw.includes(',') ? raw.split(',') : raw.split('_');
  const scale = raw.includes(',') ? 1 : 10 ** spec.digits;
  if (parts.length !== spec.length || !parts.every((part) => decimal.test(part))) return undefined;
  return parts.map((part) => Number(part) / scale);
}

/** What a raw string says for a parameter, before clamping; undefined when it is not of the parameter's type. */
export function parseValue(spec: ParamSpec, raw: string): ParamValue | undefined {
  if (raw.length > longest) return undefined;
  switch (spec.kind) {
    case 'number':
      return decimal.test(raw) ? Number(raw) : undefined;
    case 'seed':
      return /^\d{1,15}$/.test(raw) ? Number(raw) : undefined;
    case 'boolean':
      return raw === '1' || raw === 'true' ? true : raw === '0' || raw === 'false' ? false : undefined;
    case 'choice':
      return Object.hasOwn(spec.options, raw) ? raw : undefined;
    case 'text':
      return raw;
    case 'vector':
      return parseVector(spec, raw);
    case 'points':
      return decodePoints(spec, raw);
  }
}

/** A value as it is written into a URL (not yet percent-encoded). */
export function serializeValue(spec: ParamSpec, value: ParamValue): string {
  if (spec.kind === 'vector' && typeof value === 'object') {
    return value.map((entry) => String(Math.round(entry * 10 ** spec.digits))).join('_');
  }
  if (spec.kind === 'points' && typeof value === 'object') return encodePoints(spec, value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  return String(value);
}

const same = (spec: ParamSpec, a: ParamValue, b: ParamValue): boolean =>
  serializeValue(spec, a) === serializeValue(spec, b);

/** Whether a value that came in is used as it was meant. */
function kept(spec: ParamSpec, raw: string, parsed: ParamValue, value: ParamValue): boolean {
  if (spec.kind === 'text') return cleanText(spec, raw) === raw.toWellFormed();
  if (spec.kind === 'number') return value === parsed;
  if (spec.kind === 'points' && typeof parsed === 'object' && typeof value === 'object') {
    return pointsKept(spec, parsed, value);
  }
  return same(spec, value, parsed);
}
/** At most 40 characters of what came in, never half of one. */
function cut(raw: string): string {
  const characters = Array.from(raw);
  return characters.length > 40 ? `${characters.slice(0, 39).join('')}…` : raw;
}

function readOne(spec: ParamSpec, name: string, raw: string, lang: Lang): { value?: ParamValue; issue?: Issue } {
  const parsed = parseValue(spec, raw);
  const value = parsed === undefined ? undefined : coerce(spec, parsed);
  if (parsed === undefined || value === undefined) return { issue: { name, problem: 'malformed', given: cut(raw) } };
  if (kept(spec, raw, parsed, value)) return { value };
  return { value, issue: { name, problem: 'clamped', given: cut(raw), used: cut(formatValue(spec, value, lang)) } };
}

/**
 * Reads a demo's state from a query.
 * @param base the values that hold where the query says nothing (defaults with the article's overrides)
 * @returns the values, and an issue for each entry that was dropped or changed (at most 8 are listed)
 */
export function readState<S extends ParamSpecs>(
  specs: S,
  demo: string,
  query: string | URLSearchParams,
  base: Values<S>,
  lang: Lang,
): { values: Values<S>; issues: Issue[] } {
  const patch: Record<string, ParamValue> = {};
  const issues: Issue[] = [];
  for (const [key, raw] of new URLSearchParams(query)) {
    if (!key.startsWith(`${demo}.`)) continue;
    const name = key.slice(demo.length + 1);
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
    if (!spec) {
      issues.push({ name: cut(name), problem: 'unknown', given: cut(raw) });
    } else if (!Object.hasOwn(patch, name)) {
      const { value, issue } = readOne(spec, name, raw, lang);
      if (value !== undefined) patch[name] = value;
      if (issue) issues.push(issue);
    }
  }
  return { values: withChange(specs, base, patch), issues: issues.slice(0, mostIssues) };
}

/** The query (without `?`) that restores `values` where `base` holds otherwise; empty when nothing differs. */
export function writeState<S extends ParamSpecs>(specs: S, demo: string, values: Values<S>, base: Values<S>): string {
  const query = new URLSearchParams();
  for (const [name, spec] of Object.entries(specs)) {
    const value = (values as Record<string, ParamValue>)[name];
    const before = (base as Record<string, ParamValue>)[name];
    if (value !== undefined && before !== undefined && !same(spec, value, before)) {
      query.set(`${demo}.${name}`, serializeValue(spec, value));
    }
  }
  return query.toString();
}

/** The address of a demo in exactly this state. Other demos' states and unrelated queries are left out. */
export function stateUrl<S extends ParamSpecs>(
  page: string | URL,
  specs: S,
  demo: string,
  values: Values<S>,
  base: Values<S>,
): string {
  const url = new URL(page);
  url.search = writeState(specs, demo, values, base);
  url.hash = `demo-${demo}`;
  return url.href;
}
