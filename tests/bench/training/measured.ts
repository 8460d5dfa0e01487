/** What the worker that trains tells of a backend. Times in ms. */

export interface TrainedYardstick {
  readonly name: string;
  readonly batch: number;
  readonly steps: number;
  readonly msPerStep: number;
  /** Of a step: forming the batch on the host. */
  readonly msForming: number;
  /** Kernels that one step launches. */
  readonly kernels: number;
  /** Time inside the kernels of one step, by kernel; none on a GPU, which tells of no kernel when it ended. */
  readonly msByKernel: Readonly<Record<string, number>>;
  /** Floating-point operations of one step's matrix products, two per multiplication and addition. */
  readonly operations: number;
  /** The loss after the last step: a check that something was learnt, or at least computed. */
  readonly loss: number;
}
export interface TrainedBackend {
  /** Why it can't run here. */
  readonly failed?: string;
  /** One kernel on few numbers, launched in a row with many. */
  readonly msPerKernel: number;
  /** One kernel and its result read back, alone. */
  readonly msPerReading: number;
  /** Operations per ms in a product of two matrices of 512 rows. */
  readonly operationsPerMs: number;
  readonly yardsticks: readonly TrainedYardstick[];
}
