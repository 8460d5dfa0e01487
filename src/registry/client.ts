/** What the page loads when the first demo comes near: views, parameters, texts, and the worker that computes. */
import type { Component } from 'svelte';
import type { DemoDefinition, DescribeModule, Frame, ViewProps } from '../lab/demo.ts';
import { Labs } from '../lab/labs.ts';
import { mountDemo } from '../lab/mount.svelte.ts';
import type { AnyValues } from '../lab/params.ts';
import type { CheckResult } from '../lab/protocol.ts';

type View = Component<ViewProps<AnyValues, Frame>>;
const params = import.meta.glob<{ readonly default: DemoDefinition }>('../demos/*/params.ts');
const texts = import.meta.glob<DescribeModule>('../demos/*/describe.ts');
const views = import.meta.glob<{ readonly default: View }>('../demos/*/View.svelte');

const labs = new Labs(() => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'lab' }));

async function load<T>(modules: Readonly<Record<string, () => Promise<T>>>, id: string, file: string): Promise<T> {
  const loader = modules[`../demos/${id}/${file}`];
  if (!loader) throw new Error(`there is no demo “${id}”`);
  return loader();
}

/** Brings a still demo to life. Rejects, with the reason, when it can't; the still picture is then untouched. */
export async function start(root: HTMLElement): Promise<void> {
  const id = root.dataset['demo'] ?? '';
  const [definition, text, view] = await Promise.all([
    load(params, id, 'params.ts'),
    load(texts, id, 'describe.ts'),
    load(views, id, 'View.svelte'),
  ]);
  await mountDemo(root, { labs, definition: definition.default, text, View: view.default });
}

/** Forgets earlier failures, before the reader's "try again". */
export const forgive = (): void => labs.forgive();

/** Runs an equation's check on the reader's device. */
export const runCheck = (slug: string, label: string, seed: number): Promise<CheckResult> =>
  labs.main.call((lab) => lab.check(slug, label, seed));
