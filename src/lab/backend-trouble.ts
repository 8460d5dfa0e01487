/** Why a backend does not run, or runs no longer, where that is known: a code that the page puts into words (`failure.ts`). */
export type BackendTrouble =
  | 'no-webgpu'
  | 'no-wasm'
  | 'no-script'
  | 'unsupported'
  | 'not-started'
  | 'half-precision'
  | 'wrong-sum'
  | 'webgl-lost'
  | 'webgpu-lost';

/** Thrown in the worker. Its message is for the console; reasons of other kinds speak for themselves. */
export class BackendError extends Error {
  readonly trouble: BackendTrouble;
  constructor(trouble: BackendTrouble, detail: string = trouble) {
    super(detail);
    this.name = 'BackendError';
    this.trouble = trouble;
  }
}
