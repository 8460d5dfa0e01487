/**
 * The contract between a demo's folder and the runtime. A demo is four files:
 *
 * - `params.ts`   default export `defineDemo({...})`: what the reader can move, titles, tolerance, actions;
 * - `compute.ts`  parameters in, frame out; runs in the worker, in Node at build time and in tests; no DOM;
 * - `describe.ts` the frame in words and as a table: text description, readouts, data for download;
 * - `View.svelte` the frame as a picture.
 */
import type { Lang, Localized } from '../i18n/lang.ts';
import type { Tf } from '../numerics/tf.tensor.ts';
import type { Weights } from '../numerics/weights.ts';
import type { AnyValues, ParamSpecs, Values } from './params.ts';

export type { Tf } from '../numerics/tf.tensor.ts';

/** A button of the demo's own: it changes parameters, by a rule or to fixed values. */
export interface Action<S extends ParamSpecs> {
  readonly id: string;
  readonly label: Localized;
  readonly apply: (values: Values<S>) => Partial<Values<S>>;
}

export interface DemoDefinition<S extends ParamSpecs = ParamSpecs> {
  readonly title: Localized;
  /** One sentence for the gallery: the question that the demo answers. */
  readonly summary: Localized;
  readonly params: S;
  /**
   * Largest |tensor − reference| / max(1, |reference|) over every number of the frame, on any backend in single
   * precision. Shown beside the demo and held by the tests.
   */
  readonly tolerance: number;
  readonly actions?: readonly Action<S>[];
}

/** Declares a demo; keeps the types of its parameters. */
export const defineDemo = <const S extends ParamSpecs>(definition: DemoDefinition<S>): DemoDefinition<S> => definition;

/** The parameter values of a definition: `type Params = ParamsOf<typeof definition>`. */
export type ParamsOf<D> = D extends DemoDefinition<infer S> ? Values<S> : never;

/** What `simulate` may say of its progress inside a frame; `total` null when it has no end. */
export interface Progress {
  readonly done: number;
  readonly total: number | null;
}

/** Frames hold plain numbers, strings, arrays and typed arrays: whatever structured cloning takes. */
export type Frame = object;

/** `compute.ts` of a demo whose picture is a function of its parameters. */
export interface StaticCompute<P = AnyValues, F extends Frame = Frame> {
  compute(params: P, tf: Tf): Promise<F>;
  /** The same frame in float64, without tensors: what the tensors are held to. */
  reference(params: P): F;
  /** True when `compute` takes gradients: their rules are loaded first. */
  readonly gradients?: boolean;
}

/** What a simulation may offer besides its frames. */
export interface Offer {
  /**
   * Offers the model's weights for download. `read` is called between two frames while the run lives, never during a step, and
   * frees what it makes. A run that offers weights is held at the frame whose `progress` is complete, so that they can be read.
   */
  weights(read: () => Promise<Weights>): void;
}

/**
 * `compute.ts` of a demo that trains or simulates. The generator yields a frame per visible step, starting with the
 * initial state before any step (the still picture); it ends when `signal` aborts, or when it is done. All randomness comes
 * from the seed in `params`. A frame may carry `progress`.
 */
export interface SimulatedCompute<P = AnyValues, F extends Frame = Frame> {
  simulate(params: P, tf: Tf, signal: AbortSignal, offer?: Offer): AsyncGenerator<F & { readonly progress?: Progress }>;
  /**
   * True when frames may be skipped (training): while the demo plays, as many steps are taken as fit between two paints, and the
   * newest frame is drawn. Otherwise every frame is drawn, at most one per paint (an algorithm shown step by step).
   */
  readonly skipFrames?: boolean;
  /** The initial frame in float64, when it is a closed form. */
  reference?(params: P): F;
  readonly gradients?: boolean;
}
export type ComputeModule = StaticCompute | SimulatedCompute;
export const isSimulated = (module: ComputeModule): module is SimulatedCompute => 'simulate' in module;

/** What `View.svelte` receives. It draws in an <svg> of its own choosing; styles come from the shared plot layer. */
export interface ViewProps<P, F> {
  readonly frame: F;
  readonly params: P;
  readonly lang: Lang;
  /** Asks for other parameters (dragging, clicking); they are coerced and a new frame follows. */
  readonly propose: (patch: Partial<P>) => void;
  /** True on narrow cards: draw for 340 px of width, else for 640. Both are drawn into the page; styles choose. */
  readonly compact: boolean;
  /** Unique prefix for ids inside the picture (gradients, clip paths). */
  readonly uid: string;
  /** False for the still picture: handles are drawn but not focusable. */
  readonly interactive: boolean;
}

export interface Readout {
  readonly label: string;
  readonly value: string;
}
export interface DataTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (number | string)[])[];
}

/** `describe.ts` of a demo. */
export interface DescribeModule<P = AnyValues, F extends Frame = Frame> {
  /** Two or three sentences that say what the picture shows now, with its numbers. Announced politely, and the picture's text alternative. */
  describe(frame: F, params: P, lang: Lang): string;
  /** The numbers that matter, printed under the controls in a fixed width. */
  readouts(frame: F, params: P, lang: Lang): readonly Readout[];
  /** The data behind the picture, for CSV. */
  table(frame: F, params: P): DataTable;
}
