/**
 * One demo on the page: its parameters, its frame, and what the reader is told. The newest parameters win: while a frame is
 * being computed at most one more request waits, and an older frame is never drawn over a newer one.
 */
import type { Lang } from '../i18n/lang.ts';
import { backendTitles, type BackendName } from './backends.ts';
import { WorkerDied, type LabClient } from './client.ts';
import type { DemoDefinition, Frame, Progress } from './demo.ts';
import { explain } from './failure.ts';
import type { FileProgress } from './model-file.ts';
import { withChange, type AnyValues } from './params.ts';
import type { BackendStatus, ComputedFrame, SimulatedFrame } from './protocol.ts';
import { labStrings } from './strings.ts';

export type DemoState = 'still' | 'loading' | 'live' | 'failed';

/** What the shell reads: of a live session, or of the still picture made at build time. */
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
    arriving: '',
  };
}

export interface SessionOptions {
  readonly id: string;
  readonly definition: DemoDefinition;
  readonly lang: Lang;
  readonly client: LabClient;
  readonly simulated: boolean;
  /** Initial values: defaults with the article's overrides. Reset returns to them. */
  readonly initial: AnyValues;
}

const nextAnimationFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));

export class Session implements DemoView {
  values = $state.raw<AnyValues>({});
  frame = $state.raw<Frame>({});
  frameValues = $state.raw<AnyValues>({});
  state = $state<DemoState>('loading');
  backend = $state<BackendName | undefined>();
  ms = $state<number | undefined>();
  notice = $state('');
  playing = $state(false);
  ended = $state(false);
  progress = $state.raw<Progress | undefined>();
  arriving = $state('');
  /** Tensors alive in the worker after the last frame. */
  tensors = $state(0);

  readonly options: SessionOptions;
  readonly #run: string;
  #wanted: AnyValues | undefined;
  #working: Promise<void> | undefined;
  #visible = true;
  #unsubscribe: () => void = () => undefined;

  constructor(options: SessionOptions) {
    this.options = options;
    this.values = options.initial;
    this.#run = `${options.id}-${Math.random().toString(36).slice(2)}`;
  }

  get simulated(): boolean {
    return this.options.simulated;
  }

  /** Computes the first frame. Rejects when no backend runs; the still picture then stays. */
  async start(): Promise<void> {
    this.#failures = this.options.client.status?.failures.length ?? 0;
    const stops = [
      this.options.client.subscribe((status, died) => this.#backendChanged(status, died)),
      this.options.client.onFile((file) => this.#fileArrives(file)),
    ];
    this.#unsubscribe = () => stops.forEach((stop) => stop());
    try {
      this.#take(await this.#first(), this.values);
    } catch (error) {
      this.#unsubscribe();
      throw error;
    }
    this.#sayUnavailable();
  }

  #fileArrives({ demo, loaded, total }: FileProgress['file']): void {
    if (demo !== this.options.id) return;
    this.arriving = loaded < total ? labStrings(this.options.lang).weights(loaded, total) : '';
  }

  /** The first frame; a worker that dies over it is replaced by the client, so it is asked for twice more. */
  async #first(attempts = 3): Promise<ComputedFrame | SimulatedFrame> {
    try {
      return await this.#request(this.values);
    } catch (error) {
      if (!(error instanceof WorkerDied) || attempts <= 1) throw error;
      return this.#first(attempts - 1);
    }
  }

  /** Ends what runs in the worker; called when the demo leaves the page. */
  stop(): void {
    this.playing = false;
    this.#unsubscribe();
    if (this.simulated) void this.options.client.call((lab) => lab.end(this.#run)).catch(() => undefined);
  }

  /** Asks for other parameters. Every value is coerced; what can't be is left as it was. */
  set(patch: Readonly<Record<string, unknown>>): Promise<void> {
    this.values = withChange(this.options.definition.params, this.values, patch);
    return this.#refresh();
  }

  /** Back to the initial parameters, with the same seed and so the same initial weights. */
  reset(): Promise<void> {
    this.playing = false;
    return this.set(this.options.initial);
  }

  newSeed(): Promise<void> {
    const seeds = Object.entries(this.options.definition.params).filter(([, spec]) => spec.kind === 'seed');
    const drawn = crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
    return this.set(Object.fromEntries(seeds.map(([name]) => [name, drawn % 1_000_000])));
  }

  say(text: string): void {
    this.notice = text;
  }

  /** Whether the demo is on screen; what plays pauses while it is not. */
  set visible(visible: boolean) {
    this.#visible = visible;
    if (visible && this.playing) void this.#play();
  }

  toggle(): void {
    this.playing = !this.playing && !this.ended;
    if (this.playing) void this.#play();
  }

  step(): Promise<void> {
    this.playing = false;
    return this.#advance();
  }

  #looping = false;
  async #play(): Promise<void> {
    if (this.#looping) return;
    this.#looping = true;
    while (this.playing && this.#visible && document.visibilityState === 'visible') {
      await this.#advance();
      await nextAnimationFrame();
    }
    this.#looping = false;
  }

  async #advance(): Promise<void> {
    if (this.ended) return;
    await this.#working;
    const values = this.values;
    try {
      const frame = await this.options.client.call((lab) => lab.next(this.#run));
      // Parameters moved meanwhile: their own first frame is on its way, this one is stale.
      if (values === this.values) this.#take(frame, values);
    } catch (error) {
      this.playing = false;
      if (!(error instanceof WorkerDied)) this.#fail(error);
    }
  }

  #request(values: AnyValues): Promise<ComputedFrame | SimulatedFrame> {
    const { client, id } = this.options;
    return client.call((lab) => (this.simulated ? lab.begin(this.#run, id, values) : lab.compute(id, values)));
  }

  /** One request at a time; the newest parameters wait, older waiting ones are forgotten. */
  #refresh(): Promise<void> {
    this.#wanted = this.values;
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  async #work(): Promise<void> {
    while (this.#wanted) {
      const values = this.#wanted;
      this.#wanted = undefined;
      try {
        this.#take(await this.#request(values), values);
      } catch (error) {
        // A worker that died is replaced, and the change of backend asks for the frame again.
        if (!(error instanceof WorkerDied)) this.#fail(error);
      }
    }
  }

  #take(result: ComputedFrame | SimulatedFrame, values: AnyValues): void {
    this.frame = result.frame;
    this.frameValues = values;
    this.backend = result.backend;
    this.ms = result.ms;
    this.tensors = result.tensors;
    this.progress = (result.frame as { progress?: Progress }).progress;
    this.ended = 'done' in result && result.done;
    if (this.ended) this.playing = false;
    if (this.state === 'failed') this.state = 'live';
  }

  #fail(error: unknown): void {
    this.arriving = '';
    this.state = 'failed';
    this.notice = labStrings(this.options.lang).frameFailed(explain(error, this.options.lang));
  }

  #sayUnavailable(): void {
    const { client, lang } = this.options;
    const asked = client.wanted;
    const failure = client.status?.failures.find(({ backend }) => backend === asked);
    if (!asked || !failure || !client.status) return;
    this.notice = labStrings(lang).unavailableMoved(
      backendTitles[asked],
      backendTitles[client.status.backend],
      failure.reason,
    );
  }

  /** Backends known to have failed. A frame may arrive before the news of the change that it was computed after. */
  #failures = 0;

  #backendChanged({ backend, failures }: BackendStatus, died: boolean): void {
    const left = failures.slice(this.#failures).at(-1);
    this.#failures = failures.length;
    if (this.backend === undefined) return;
    const strings = labStrings(this.options.lang);
    if (died) this.notice = strings.workerDied(backendTitles[backend]);
    else if (left) {
      this.notice = strings.moved(backendTitles[left.backend], backendTitles[backend], left.reason);
    }
    if (backend !== this.backend || died) void this.#refresh();
  }
}
