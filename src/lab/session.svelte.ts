/**
 * One demo on the page: its parameters, its frame, and what the reader is told. The newest parameters win: while a frame is
 * being computed at most one more request waits, and an older frame is never drawn over a newer one.
 */
import { tick } from 'svelte';
import type { Lang } from '../i18n/lang.ts';
import { backendTitles, type BackendName } from './backends.ts';
import { WorkerDied, type LabClient } from './client.ts';
import type { DemoDefinition, Frame, Progress } from './demo.ts';
import type { DemoState, DemoView } from './demo-view.ts';
import { explain, explainBackend } from './failure.ts';
import { clearlyFastest } from './figures.ts';
import type { Labs } from './labs.ts';
import type { FileProgress } from './model-file.ts';
import { sameRun, shownChoices, withChange, type AnyValues } from './params.ts';
import type { BackendStatus, Comparison, ComputedFrame, SimulatedFrame, TrainedWeights } from './protocol.ts';
import { powerOfTen } from './scientific.ts';
import { wantedBackend } from './settings.ts';
import { labStrings } from './strings.ts';
import { Tuning } from './tuning.svelte.ts';

export interface SessionOptions {
  readonly id: string;
  readonly definition: DemoDefinition;
  readonly lang: Lang;
  readonly labs: Labs;
  readonly simulated: boolean;
  /** Initial values: defaults with the article's overrides. Reset returns to them. */
  readonly initial: AnyValues;
}

/** A simulation's frame on its way to the screen. */
interface Next {
  readonly result: SimulatedFrame;
  readonly values: AnyValues;
  readonly epoch: number;
}

/**
 * Milliseconds of steps asked for at a time while a simulation plays: about as long as the page takes to paint the frame before, on
 * a display of 60 Hz a little less than from one paint to the next.
 */
const slice = { least: 14, most: 64 } as const;
const sliceAfter = (paintedIn: number): number => Math.min(slice.most, Math.max(slice.least, paintedIn));

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
  weights = $state<DemoView['weights']>('none');
  arriving = $state('');
  /** Tensors alive in the worker after the last frame. */
  tensors = $state(0);

  readonly options: SessionOptions;
  readonly #run: string;
  /** The worker's life in which the run was begun: no other knows it. */
  #life: number | undefined;
  #wanted: AnyValues | undefined;
  #working: Promise<void> | undefined;
  /** Grows whenever a frame is asked for anew: what was on its way then is stale. */
  #epoch = 0;
  #visible = true;
  #unsubscribe: () => void = () => undefined;
  #leave: () => void = () => undefined;
  #client: LabClient;
  /** True once the run has taken a step: moving it then would lose it. */
  #underWay = false;
  readonly tuning: Tuning;

  constructor(options: SessionOptions) {
    const { id, labs, simulated } = options;
    this.options = options;
    this.values = options.initial;
    this.#client = labs.for(id);
    this.tuning = new Tuning({
      labs,
      subject: () => ({ id, simulated, values: this.values }),
      again: async () => (await this.#client.call((lab) => lab.compute(id, this.values))).ms ?? 0,
      awake: () => this.#visible && document.visibilityState === 'visible',
      onFigures: () => this.#figuresCame(),
    });
    this.#run = `${options.id}-${Math.random().toString(36).slice(2)}`;
  }

  get simulated(): boolean {
    return this.options.simulated;
  }

  /** Computes the first frame. Rejects when no backend runs; the still picture then stays. */
  async start(): Promise<void> {
    const { labs } = this.options;
    this.#listen();
    this.#leave = labs.subscribe(() => {
      // The reader's word moves a run, too; figures wait for its next beginning.
      if (this.#underWay && !wantedBackend()) return;
      if (labs.for(this.options.id) !== this.#client) void this.#refresh();
    });
    try {
      this.#take(await this.#first(), this.values);
    } catch (error) {
      this.#unsubscribe();
      this.#leave();
      throw error;
    }
    this.#sayUnavailable();
  }

  /** Hears of changes of backend, and of files that arrive, where the demo is computed now. */
  #listen(): void {
    this.#unsubscribe();
    const client = this.#client;
    this.#failures = client.status?.failures.length ?? 0;
    const stops = [
      client.subscribe((status, died) => this.#backendChanged(status, died)),
      client.onFile((file) => this.#fileArrives(file)),
    ];
    this.#unsubscribe = () => stops.forEach((stop) => stop());
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
    this.tuning.disturbed();
    this.#unsubscribe();
    this.#leave();
    this.#endRun();
  }

  #endRun(): void {
    if (this.simulated) void this.#client.call((lab) => lab.end(this.#run), this.#life).catch(() => undefined);
  }

  /**
   * Asks for other parameters. Every value is coerced; what can't be is left as it was. A simulation begins anew, unless all that changed
   * is what is shown of it.
   */
  set(patch: Readonly<Record<string, unknown>>): Promise<void> {
    const { params } = this.options.definition;
    const before = this.values;
    this.tuning.disturbed();
    this.values = withChange(params, before, patch);
    if (!this.simulated || !sameRun(params, before, this.values)) return this.#refresh();
    this.frameValues = { ...this.frameValues, ...shownChoices(params, this.values) };
    return this.#working ?? Promise.resolve();
  }

  /** Back to the initial parameters, with the same seed and so the same initial weights. */
  reset(): Promise<void> {
    this.playing = false;
    this.tuning.disturbed();
    this.values = withChange(this.options.definition.params, this.values, this.options.initial);
    return this.#refresh();
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
    if (this.#mayPlay) this.#play();
  }

  toggle(): void {
    this.playing = !this.playing && !this.ended;
    if (this.#mayPlay) this.#play();
  }

  /** Exactly one frame further. */
  async step(): Promise<void> {
    this.playing = false;
    await this.#loop;
    if (!this.ended) this.#show(await this.#next(0));
  }

  /** Whether steps are to be asked for now. */
  get #mayPlay(): boolean {
    return this.playing && this.#visible && document.visibilityState === 'visible';
  }

  #loop: Promise<void> | undefined;
  #play(): void {
    this.#loop ??= this.#keepStepping().finally(() => {
      this.#loop = undefined;
      // Pressed again while the last frame was on its way.
      if (this.#mayPlay) this.#play();
    });
  }

  /**
   * Steps until it may not play. The next steps are asked for as soon as a frame has come, so that the worker computes while the
   * page draws; but never more than one request ahead, and no more than one frame per paint.
   */
  async #keepStepping(): Promise<void> {
    let ms: number = slice.least;
    let coming = this.#next(ms);
    for (;;) {
      const next = await coming;
      const goOn = this.#mayPlay && next?.result.done !== true;
      if (goOn) coming = this.#next(ms);
      const came = performance.now();
      await nextAnimationFrame();
      this.#show(next);
      if (!goOn) return;
      await tick();
      ms = sliceAfter(performance.now() - came);
    }
  }

  /** Asks for the run's next frame; undefined when there is none to show. */
  async #next(ms: number): Promise<Next | undefined> {
    while (this.#working) await this.#working;
    const [values, epoch] = [this.values, this.#epoch];
    try {
      return { result: await this.#client.call((lab) => lab.next(this.#run, ms), this.#life), values, epoch };
    } catch (error) {
      // The run was begun anew meanwhile: its own first frame is on its way.
      if (epoch !== this.#epoch) return undefined;
      this.playing = false;
      if (!(error instanceof WorkerDied)) this.#fail(error);
      return undefined;
    }
  }

  /** Draws a frame unless it is stale: parameters may have moved while it was computed, or while it waited for the paint. */
  #show(next: Next | undefined): void {
    if (next?.epoch === this.#epoch) this.#take(next.result, next.values);
  }

  #request(values: AnyValues): Promise<ComputedFrame | SimulatedFrame> {
    const { id } = this.options;
    this.#move();
    return this.#client.call((lab, life) => {
      this.#life = life;
      return this.simulated ? lab.begin(this.#run, id, values) : lab.compute(id, values);
    });
  }

  /** To the worker where the demo belongs by now: between two frames, or before a run begins. */
  #move(): void {
    const client = this.options.labs.for(this.options.id);
    if (this.#client === client) return;
    this.#endRun();
    this.#client = client;
    this.#listen();
  }

  /** Figures came: the demo moves if another backend is clearly faster, but a run under way stays where its tensors are. */
  #figuresCame(): void {
    const { labs, id, lang } = this.options;
    if (labs.for(id) === this.#client) return;
    const best = clearlyFastest(this.tuning.figures);
    if (!this.#underWay) void this.#refresh();
    else if (best && this.notice === '') this.notice = labStrings(lang).fasterNextTime(backendTitles[best]);
  }

  /** The reader's choice of a backend; undefined leaves it to measurement. Resolves to what runs then, rejects when nothing does. */
  choose(name: BackendName | undefined): Promise<BackendName | undefined> {
    this.tuning.disturbed();
    return this.options.labs.choose(name);
  }

  /** Largest difference of the present frame from float64. */
  compare(): Promise<Comparison> {
    return this.#client.call((lab) => lab.compare(this.options.id, this.values));
  }

  /** The model's weights as they are now. */
  async readWeights(): Promise<TrainedWeights | undefined> {
    const read = await this.#client.call((lab) => lab.weights(this.#run), this.#life).catch(() => undefined);
    if (!read) this.notice = labStrings(this.options.lang).noWeights;
    return read;
  }

  /** One request at a time; the newest parameters wait, older waiting ones are forgotten. */
  #refresh(): Promise<void> {
    this.#wanted = this.values;
    this.#epoch += 1;
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
    this.frameValues = this.simulated
      ? { ...values, ...shownChoices(this.options.definition.params, this.values) }
      : values;
    // Where the clock was set meanwhile, the time before still says best how long it takes here.
    this.ms = result.ms ?? (this.backend === result.backend ? this.ms : undefined);
    this.backend = result.backend;
    this.tensors = result.tensors;
    this.progress = (result.frame as { progress?: Progress }).progress;
    this.ended = 'done' in result && result.done;
    if (this.ended) this.playing = false;
    if (this.state === 'failed') this.state = 'live';
    if ('done' in result) this.#takeRun(result);
    this.tuning.seen(result);
  }

  #takeRun({ done, steps, weights }: SimulatedFrame): void {
    this.#underWay = steps > 0 || done;
    // A demo that has offered weights once will again.
    this.weights = weights ? 'now' : this.weights === 'none' ? 'none' : 'later';
  }

  #fail(error: unknown): void {
    this.arriving = '';
    this.state = 'failed';
    this.notice = labStrings(this.options.lang).frameFailed(explain(error, this.options.lang));
  }

  #sayUnavailable(): void {
    const [{ lang, definition }, { status }, asked] = [this.options, this.#client, wantedBackend()];
    const failure = status?.failures.find(({ backend }) => backend === asked);
    if (!asked || !failure || !status) return;
    const strings = labStrings(lang);
    const why = explainBackend(failure, lang);
    this.notice = strings.unavailableMoved(
      backendTitles[asked],
      backendTitles[status.backend],
      failure.trouble === 'half-precision' ? strings.tooCoarse(why, powerOfTen(definition.tolerance)) : why,
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
      const why = explainBackend(left, this.options.lang);
      this.notice = strings.moved(backendTitles[left.backend], backendTitles[backend], why);
    }
    // A run that died stands at its first frame until the reader plays it.
    if (died) this.playing = false;
    if (backend !== this.backend || died) void this.#refresh();
  }
}
