/** What a demo's card shows: of a live session, or of the still picture made at build time. */
import type { BackendName } from './backends.ts';
import type { Frame, Progress } from './demo.ts';
import type { AnyValues } from './params.ts';

export type DemoState = 'still' | 'loading' | 'live' | 'failed';

export interface DemoView {
  readonly values: AnyValues;
  readonly frame: Frame;
  /** The parameters that `frame` was computed from. */
  readonly frameValues: AnyValues;
  readonly state: DemoState;
  readonly backend: BackendName | undefined;
  readonly ms: number | undefined;
  readonly notice: string;
  readonly simulated: boolean;
  readonly playing: boolean;
  readonly ended: boolean;
  readonly progress: Progress | undefined;
  /** Whether the model's weights can be downloaded: never, not at this moment, or now. */
  readonly weights: 'none' | 'later' | 'now';
  /** What is on its way, in words, while a file that the demo needs arrives. */
  readonly arriving: string;
}

/** The still picture: what the server renders, and what the page shows until its demo is live. */
export function stillView(values: AnyValues, frame: Frame, simulated: boolean): DemoView {
  return {
    values,
    frame,
    frameValues: values,
    state: 'still',
    backend: undefined,
    ms: undefined,
    notice: '',
    simulated,
    playing: false,
    ended: false,
    progress: undefined,
    weights: 'none',
    arriving: '',
  };
}
