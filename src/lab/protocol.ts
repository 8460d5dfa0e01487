/** What the page and the worker say to each other (over Comlink). Everything here is structured-cloneable. */
import type { BackendTrouble } from './backend-trouble.ts';
import type { BackendName } from './backends.ts';
import type { Frame } from './demo.ts';
import type { Weights } from '../numerics/weights.ts';
import type { AnyValues } from './params.ts';

/** Why a backend is not the one in use. */
export interface BackendFailure {
  readonly backend: BackendName;
  /** What was thrown, in its own words. */
  readonly reason: string;
  /** The same where it is known. */
  readonly trouble?: BackendTrouble;
}

export interface BackendStatus {
  readonly backend: BackendName;
  /** Backends tried and left since the worker started, oldest first. */
  readonly failures: readonly BackendFailure[];
}

export interface ComputedFrame {
  readonly frame: Frame;
  readonly backend: BackendName;
  /** Milliseconds from the start of the computation to its last read-back; undefined when the clock was set meanwhile. */
  readonly ms: number | undefined;
  /** Number of tensors alive after the computation: constant unless something leaks. */
  readonly tensors: number;
}
/** A frame of a simulation; its `ms` are per step. */
export interface SimulatedFrame extends ComputedFrame {
  /** True when the simulation has ended; the frame is then its last. */
  readonly done: boolean;
  /** Steps taken since the frame before. */
  readonly steps: number;
  /** Whether the run offers its weights now. */
  readonly weights: boolean;
}

/** A trained model, with what it takes to train it again. */
export interface TrainedWeights {
  readonly params: AnyValues;
  /** Steps taken, as the demo counts its progress. */
  readonly steps: number;
  readonly weights: Weights;
}

/** Result of an equation's check over a number of random cases. */
export interface CheckResult {
  readonly cases: number;
  readonly float64: { readonly error: number; readonly tolerance: number };
  /** Absent where the equation is checked in float64 only. */
  readonly device?: { readonly error: number; readonly tolerance: number; readonly backend: BackendName };
}

export interface Comparison {
  readonly error: number;
  readonly backend: BackendName;
}

/** The worker's interface. Calls are carried out one after another; steps of simulations give way to the others. */
export interface Lab {
  /** Starts the first of the backends that works here. Throws when none does. */
  start(order: readonly BackendName[], onChange: (status: BackendStatus) => void): Promise<BackendStatus>;
  /** Moves to a backend, or on to the next that works. */
  use(backend: BackendName): Promise<BackendStatus>;
  compute(demo: string, params: AnyValues): Promise<ComputedFrame>;
  /** Starts a simulation and returns its initial frame, before any step. An earlier run of the same key is ended. */
  begin(run: string, demo: string, params: AnyValues): Promise<SimulatedFrame>;
  /**
   * The run's next frame. Where the demo lets frames be skipped, the newest of as many steps as fit into `slice` ms (0: one).
   * Rejects when the run was begun anew or ended meanwhile.
   */
  next(run: string, slice?: number): Promise<SimulatedFrame>;
  /** The run's weights between two steps; undefined when it offers none, or when they died with their backend. */
  weights(run: string): Promise<TrainedWeights | undefined>;
  end(run: string): Promise<void>;
  check(slug: string, label: string, seed: number): Promise<CheckResult>;
  /** Largest difference of this device's frame from the float64 reference. Rejects for a simulation, which has none. */
  compare(demo: string, params: AnyValues): Promise<Comparison>;
  /** What the figures of a measurement depend on: GPU, driver, version of TensorFlow.js, in words. */
  device(): Promise<string>;
  tensors(): Promise<number>;
}
