/**
 * Measured times of a demo's own work on the backends of a device, and what follows from them. Pure: measuring is in timing.ts,
 * when to measure in tuning.svelte.ts.
 *
 * Two wishes pull against each other: the fastest backend by measurement, and nothing downloaded but the backend in use. So
 * most demos are never measured: work that is done within one paint could not be seen to be faster elsewhere, and WebAssembly,
 * which small work is fastest on, does it. Where a demo's work is heavy, the alternatives are fetched and timed, once per device,
 * after its first live frame and beside it, in a worker of their own.
 */
import { backendNames, defaultOrder, type BackendName } from './backends.ts';

/** Milliseconds per frame or step; or why there are none: the backend does not run here, or was given up as too slow. */
export type Figure = number | 'unavailable' | 'slow';
export type Figures = Readonly<Partial<Record<BackendName, Figure>>>;

/** Milliseconds from which work counts as heavy: a frame that misses a paint; a step, of which a run takes hundreds. */
const heavyFrom = { frame: 16, step: 8 } as const;
export const isHeavy = (ms: number, simulated: boolean): boolean =>
  ms >= (simulated ? heavyFrom.step : heavyFrom.frame);

/** A change of backend costs a restart, and figures scatter: it must be this many times as fast. */
export const clearGain = 1.5;

/** What is timed without being asked: plain CPU is slower than WebAssembly wherever both run. */
export const candidates: readonly BackendName[] = defaultOrder.filter((name) => name !== 'cpu');

const isMs = (figure: unknown): figure is number =>
  typeof figure === 'number' && Number.isFinite(figure) && figure >= 0;

/** Whether enough is known to choose: no candidate is missing. */
export const isComplete = (figures: Figures): boolean => candidates.every((name) => figures[name] !== undefined);

/** The backend that is clearly faster than the one used where nothing is known; undefined when none is. */
export function clearlyFastest(figures: Figures): BackendName | undefined {
  const usual = defaultOrder.find((name) => figures[name] !== 'unavailable');
  const before = usual && figures[usual];
  // One that was given up as too slow loses to any that has a figure.
  const bar = isMs(before) ? before / clearGain : before === 'slow' ? Number.POSITIVE_INFINITY : undefined;
  if (bar === undefined) return undefined;
  const [best] = backendNames
    .flatMap((name) => {
      const ms = figures[name];
      return isMs(ms) && name !== usual && ms <= bar ? [{ name, ms }] : [];
    })
    .sort((a, b) => a.ms - b.ms);
  return best?.name;
}

/** The median of some times. */
export const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) / 2)] ?? Number.NaN;

/** What is remembered: figures by demo, for one device. */
export interface Remembered {
  /** Browser and cores: known at once. */
  readonly here: string;
  /** GPU, driver and library, as the worker describes them: known once it runs. */
  readonly device: string;
  readonly demos: Readonly<Record<string, Figures>>;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** More demos than a reader meets; a store that has more was not written by us. */
const mostDemos = 1000;

function readFigures(stored: unknown): Figures {
  if (!isRecord(stored)) return {};
  const entries = backendNames.flatMap((name) => {
    const figure = Object.hasOwn(stored, name) ? stored[name] : undefined;
    return isMs(figure) || figure === 'unavailable' || figure === 'slow' ? [[name, figure] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** Reads what was stored, on the device and browser `here`. Whatever is not as we write it, or of another browser, is forgotten. */
export function parseRemembered(text: string | null, here: string): Remembered {
  const nothing: Remembered = { here, device: '', demos: {} };
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? 'null');
  } catch {
    return nothing;
  }
  if (!isRecord(stored) || stored['here'] !== here || typeof stored['device'] !== 'string') return nothing;
  if (!isRecord(stored['demos'])) return nothing;
  const entries = Object.entries(stored['demos'])
    .filter(([id]) => /^[a-z0-9-]{1,80}$/.test(id))
    .slice(0, mostDemos)
    .map(([id, figures]) => [id, readFigures(figures)] as const)
    .filter(([, figures]) => Object.keys(figures).length > 0);
  return { here, device: stored['device'], demos: Object.fromEntries(entries) };
}
