/** What the build knows of demos and checks: definitions, still frames, rendered stills. Never sent to the browser. */
import tf from '@tensorflow/tfjs';
import type { Component } from 'svelte';
import { render } from 'svelte/server';
import type { Checks } from '../checks/check.ts';
import type { Lang } from '../i18n/lang.ts';
import type { ComputeModule, DemoDefinition, DescribeModule, Frame, Tf, ViewProps } from '../lab/demo.ts';
import { isSimulated } from '../lab/demo.ts';
import { defaultValues, withChange, type AnyValues } from '../lab/params.ts';
import { stillView, type DemoView } from '../lab/demo-view.ts';
import plotStyles from '../lab/plot/plot.css?raw';
import Shell from '../lab/Shell.svelte';

/** The style sheet of all pictures, as text: for pictures outside pages. */
export { plotStyles };

type View = Component<ViewProps<AnyValues, Frame>>;
const params = import.meta.glob<DemoDefinition>('../demos/*/params.ts', { eager: true, import: 'default' });
const computes = import.meta.glob<ComputeModule>('../demos/*/compute.ts');
const texts = import.meta.glob<DescribeModule>('../demos/*/describe.ts', { eager: true });
const views = import.meta.glob<View>('../demos/*/View.svelte', { eager: true, import: 'default' });
const checks = import.meta.glob<Checks>(['../checks/*.ts', '!../checks/check.ts'], { eager: true, import: 'default' });

/** Ids of all demos, in alphabetical order. */
export const demoIds = (): string[] => Object.keys(params).map((path) => path.split('/')[2] ?? '');

function part<T>(parts: Readonly<Record<string, T>>, id: string, file: string): T {
  const found = parts[`../demos/${id}/${file}`];
  if (found === undefined)
    throw new Error(`src/demos/${id}/${file} is missing: a demo is params.ts, compute.ts, describe.ts and View.svelte`);
  return found;
}

/** A demo's definition. Throws for an unknown id, naming the file that is missing. */
export const getDemo = (id: string): DemoDefinition => part(params, id, 'params.ts');

/** Labels of an article's equations that have a check: `eq-relative`, … */
export const checkedEquations = (slug: string): string[] => Object.keys(checks[`../checks/${slug}.ts`] ?? {});

/** An equation's check, for its claim. */
export const getCheck = (slug: string, label: string): Checks[string] | undefined =>
  checks[`../checks/${slug}.ts`]?.[label];

let backend: Promise<boolean> | undefined;
let queue: Promise<unknown> = Promise.resolve();
const stills = new Map<string, Promise<DemoView>>();

async function computeStill(id: string, values: AnyValues): Promise<DemoView> {
  await (backend ??= tf.setBackend('cpu'));
  const module = await part(computes, id, 'compute.ts')();
  // The union package and the core have the same functions; their types differ in a chained-method augmentation only.
  const core = tf as unknown as Tf;
  if (!isSimulated(module)) return stillView(values, await module.compute(values, core), false);
  const stop = new AbortController();
  const frames = module.simulate(values, core, stop.signal);
  const first: IteratorResult<Frame, Frame | undefined> = await frames.next();
  stop.abort();
  await frames.return(undefined);
  return stillView(values, first.value ?? {}, true);
}

/** A demo's initial state, computed once per build for each language and set of overrides, with the CPU backend. */
export function still(id: string, lang: Lang, overrides: Readonly<Record<string, unknown>> = {}): Promise<DemoView> {
  const key = JSON.stringify([id, lang, overrides]);
  let made = stills.get(key);
  if (!made) {
    const { params: specs } = getDemo(id);
    const values = withChange(specs, defaultValues(specs, lang), overrides);
    made = queue.then(() => computeStill(id, values));
    queue = made.catch(() => undefined);
    stills.set(key, made);
  }
  return made;
}

/** The whole card as HTML, ready to be hydrated. */
export async function renderShell(
  id: string,
  lang: Lang,
  overrides: Readonly<Record<string, unknown>>,
): Promise<{ html: string; simulated: boolean }> {
  const view = await still(id, lang, overrides);
  const props = {
    id,
    lang,
    definition: getDemo(id),
    text: part(texts, id, 'describe.ts'),
    View: part(views, id, 'View.svelte'),
    view,
  };
  return { html: render(Shell, { props }).body, simulated: view.simulated };
}

interface PictureOptions {
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** Drawn for a narrow card (the default) or a wide one. */
  readonly compact?: boolean;
}

/** The picture alone: lists, galleries, files. `uid` keeps ids unique on the page. */
export async function renderPicture(
  id: string,
  lang: Lang,
  uid: string,
  { overrides = {}, compact = true }: PictureOptions = {},
): Promise<string> {
  const view = await still(id, lang, overrides);
  const props = {
    frame: view.frame,
    params: view.frameValues,
    lang,
    propose: (): void => undefined,
    interactive: false,
    compact,
    uid,
  };
  return render(part(views, id, 'View.svelte'), { props }).body;
}

/** The state of a still in words: the text alternative of `renderPicture`. */
export async function describeStill(
  id: string,
  lang: Lang,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const view = await still(id, lang, overrides);
  return part(texts, id, 'describe.ts').describe(view.frame, view.frameValues, lang);
}
