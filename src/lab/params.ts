/**
 * Parameters: the one description from which a demo's controls, URL state, validation, clamping, docs table and tests
 * are made. A specification says what the reader may set; a value is what is set now.
 */
import type { Lang, Localized } from '../i18n/lang.ts';
import { coercePoints } from './points.ts';

/** Symbol roles that have a colour of their own in formulas and plots. */
export type Role = 'query' | 'key' | 'value' | 'data' | 'noise' | 'gradient';

interface Base {
  readonly label: Localized;
  /** One sentence under the control, where the label does not say enough. */
  readonly hint?: Localized;
  /** Colours the label (never the only carrier of meaning). */
  readonly role?: Role;
  /** A hidden parameter has no control of its own: the picture sets it (dragging), or a preset. It is still in the URL. */
  readonly hidden?: boolean;
  /** It only chooses what is shown of a run: a simulation goes on when it changes, and `simulate` must not depend on it. */
  readonly keepsRun?: boolean;
}

/** A number on a slider. `step` 1 makes it an integer. On a log scale the slider moves in equal ratios. */
export interface NumberSpec extends Base {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly default: number;
  readonly scale?: 'linear' | 'log';
  readonly unit?: Localized;
  /** How the value is printed beside the slider; default: as many digits as `step` has. */
  readonly format?: (value: number) => string;
}
export interface BooleanSpec extends Base {
  readonly kind: 'boolean';
  readonly default: boolean;
}
export interface ChoiceSpec<T extends string = string> extends Base {
  readonly kind: 'choice';
  readonly options: Readonly<Record<T, Localized>>;
  readonly default: NoInfer<T>;
}
/** Text that the reader types. Control characters are dropped, length is counted in code points. */
export interface TextSpec extends Base {
  readonly kind: 'text';
  readonly maxLength: number;
  readonly default: Localized;
}
/** A list of `length` numbers, each clamped to [min, max] and rounded to `digits` decimals: a drawing, dragged handles. */
export interface VectorSpec extends Base {
  readonly kind: 'vector';
  readonly length: number;
  readonly min: number;
  readonly max: number;
  readonly digits: number;
  readonly default: readonly number[];
}
/**
 * Points of the plane, flat: x₀, y₀, x₁, y₁, …; at most `most` points in [−reach, reach]², on a grid of reach/2000. Drawn with
 * `plot/PointPad.svelte`; 400 points are 1,600 characters of a URL.
 */
export interface PointsSpec extends Base {
  readonly kind: 'points';
  readonly reach: number;
  readonly most: number;
  readonly default: readonly number[];
}
/** The seed of everything random in a demo: an integer in [0, 2^32). "New seed" draws another. */
export interface SeedSpec extends Base {
  readonly kind: 'seed';
  readonly default: number;
}

export type ParamSpec = NumberSpec | BooleanSpec | ChoiceSpec | TextSpec | VectorSpec | PointsSpec | SeedSpec;
export type ParamSpecs = Readonly<Record<string, ParamSpec>>;
export type ParamValue = number | boolean | string | readonly number[];

export type ValueOf<S extends ParamSpec> = S extends NumberSpec | SeedSpec
  ? number
  : S extends BooleanSpec
    ? boolean
    : S extends ChoiceSpec<infer T>
      ? T
      : S extends TextSpec
        ? string
        : S extends VectorSpec | PointsSpec
          ? readonly number[]
          : never;
/** The values of a set of parameters: what `compute` receives. */
export type Values<S extends ParamSpecs> = { readonly [K in keyof S]: ValueOf<S[K]> };
export type AnyValues = Readonly<Record<string, ParamValue>>;

export const number = (spec: Omit<NumberSpec, 'kind'>): NumberSpec => ({ kind: 'number', ...spec });
export const boolean = (spec: Omit<BooleanSpec, 'kind'>): BooleanSpec => ({ kind: 'boolean', ...spec });
export const choice = <const T extends string>(spec: Omit<ChoiceSpec<T>, 'kind'>): ChoiceSpec<T> => ({
  kind: 'choice',
  ...spec,
});
export const text = (spec: Omit<TextSpec, 'kind'>): TextSpec => ({ kind: 'text', ...spec });
export const vector = (spec: Omit<VectorSpec, 'kind'>): VectorSpec => ({ kind: 'vector', hidden: true, ...spec });
export const points = (spec: Omit<PointsSpec, 'kind'>): PointsSpec => ({ kind: 'points', hidden: true, ...spec });
export const seed = (spec: Partial<Omit<SeedSpec, 'kind'>> = {}): SeedSpec => ({
  kind: 'seed',
  label: { en: 'seed', zh: '随机种子' },
  default: 1,
  hidden: true,
  ...spec,
});

/** What happened to an incoming value that was not taken as it was. */
export interface Issue {
  readonly name: string;
  readonly problem: 'unknown' | 'malformed' | 'clamped';
  /** What came in, cut to 40 characters; only ever shown as text. */
  readonly given: string;
  /** What is used in its place, as text; absent when the default stays. */
  readonly used?: string;
}

/** Decimal places of a step: 0 for 1, 2 for 0.01. */
export function decimals(step: number): number {
  const digits = /(?:\.(\d+))?(?:e-(\d+))?$/.exec(String(step));
  return (digits?.[1]?.length ?? 0) + Number(digits?.[2] ?? 0);
}

/** The default values; texts have one per language. */
export function defaultValues<S extends ParamSpecs>(specs: S, lang: Lang): Values<S> {
  const entries = Object.entries(specs).map(([name, spec]) => [
    name,
    spec.kind === 'text' ? spec.default[lang] : spec.default,
  ]);
  return Object.fromEntries(entries) as Values<S>;
}

const clampNumber = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));
/** Adding 0 turns −0 into 0: the two print alike but are not equal everywhere. */
const roundTo = (value: number, digits: number): number => Number(value.toFixed(digits)) + 0;

/** The nearest number that a slider of this specification can stand at. */
function snap(spec: NumberSpec, value: number): number {
  const inside = clampNumber(value, spec.min, spec.max);
  // On a log scale the steps count from zero: 256, 257, …, whatever the lowest value is.
  if (spec.scale === 'log') {
    return clampNumber(roundTo(Math.round(inside / spec.step) * spec.step, decimals(spec.step)), spec.min, spec.max);
  }
  const steps = Math.round((inside - spec.min) / spec.step);
  return clampNumber(
    roundTo(spec.min + steps * spec.step, Math.max(decimals(spec.step), decimals(spec.min))),
    spec.min,
    spec.max,
  );
}

// Control characters, and the bidirectional overrides that could make a sentence read as another.
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A typed text as a demo may use it: one line, no control characters, at most `maxLength` code points, no lone surrogates. */
export function cleanText(spec: TextSpec, value: string): string {
  const line = value.toWellFormed().replace(/\s+/g, ' ').replace(unprintable, '');
  return Array.from(line).slice(0, spec.maxLength).join('');
}

/**
 * The nearest allowed value to any value at all (a proposal of a view, an attribute in an article, a stored state).
 * Returns undefined when nothing near is meant: a wrong type, NaN, an unknown choice, a vector of another length.
 */
export function coerce(spec: ParamSpec, value: unknown): ParamValue | undefined {
  switch (spec.kind) {
    case 'number':
      return typeof value === 'number' && !Number.isNaN(value) ? snap(spec, value) : undefined;
    case 'seed':
      return typeof value === 'number' && Number.isFinite(value)
        ? clampNumber(Math.trunc(value), 0, 0xffffffff)
        : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'choice':
      return typeof value === 'string' && Object.hasOwn(spec.options, value) ? value : undefined;
    case 'text':
      return typeof value === 'string' ? cleanText(spec, value) : undefined;
    case 'vector': {
      if (!Array.isArray(value) || value.length !== spec.length) return undefined;
      const numbers = value.map((entry) => (typeof entry === 'number' && !Number.isNaN(entry) ? entry : undefined));
      if (numbers.includes(undefined)) return undefined;
      return (numbers as number[]).map((entry) => roundTo(clampNumber(entry, spec.min, spec.max), spec.digits));
    }
    case 'points':
      return coercePoints(spec, value);
  }
}

/** Values after a change, every entry coerced; what can't be coerced keeps its old value. */
export function withChange<S extends ParamSpecs>(
  specs: S,
  values: Values<S>,
  patch: Readonly<Record<string, unknown>>,
): Values<S> {
  const next: Record<string, ParamValue> = { ...(values as AnyValues) };
  for (const [name, value] of Object.entries(patch)) {
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
    const coerced = spec && coerce(spec, value);
    if (coerced !== undefined) next[name] = coerced;
  }
  return next as Values<S>;
}

/** The values that only choose what is shown of a run. */
export const shownChoices = (specs: ParamSpecs, values: AnyValues): AnyValues =>
  Object.fromEntries(Object.entries(values).filter(([name]) => specs[name]?.keepsRun === true));

/** Whether two sets of values ask for one and the same run: they differ, and only in what is shown of it. */
export function sameRun(specs: ParamSpecs, before: AnyValues, after: AnyValues): boolean {
  const changed = Object.keys(after).filter((name) => String(before[name]) !== String(after[name]));
  return changed.length > 0 && changed.every((name) => specs[name]?.keepsRun === true);
}

/** How a value is printed beside its control and in messages. */
export function formatValue(spec: ParamSpec, value: ParamValue, lang: Lang): string {
  if (spec.kind === 'number' && typeof value === 'number') {
    const printed = spec.format?.(value) ?? (spec.scale === 'log' ? String(value) : value.toFixed(decimals(spec.step)));
    return spec.unit ? `${printed} ${spec.unit[lang]}` : printed;
  }
  if (spec.kind === 'choice' && typeof value === 'string') return spec.options[value]?.[lang] ?? value;
  if (spec.kind === 'points' && typeof value === 'object') {
    return lang === 'en' ? `${value.length / 2} point${value.length === 2 ? '' : 's'}` : `${value.length / 2} 个点`;
  }
  return typeof value === 'object' ? value.join(' ') : String(value);
}
