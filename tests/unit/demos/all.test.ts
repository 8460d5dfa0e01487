/** What the contract asks of every demo, tried at its defaults and at random parameters. */
import fc from 'fast-check';
import type { Component } from 'svelte';
import { render } from 'svelte/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { langs, type Lang } from '../../../src/i18n/lang.ts';
import {
  isSimulated,
  type ComputeModule,
  type DemoDefinition,
  type DescribeModule,
  type Frame,
  type ViewProps,
} from '../../../src/lab/demo.ts';
import { largestDifference } from '../../../src/lab/difference.ts';
import { defaultValues, withChange, type AnyValues, type ParamSpec } from '../../../src/lab/params.ts';
import { readState, writeState } from '../../../src/lab/url-state.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

type View = Component<ViewProps<AnyValues, Frame>>;
const definitions = import.meta.glob<DemoDefinition>('../../../src/demos/*/params.ts', {
  eager: true,
  import: 'default',
});
const computes = import.meta.glob<ComputeModule>('../../../src/demos/*/compute.ts', { eager: true });
const texts = import.meta.glob<DescribeModule>('../../../src/demos/*/describe.ts', { eager: true });
const views = import.meta.glob<View>('../../../src/demos/*/View.svelte', { eager: true, import: 'default' });
const sources = import.meta.glob<string>('../../../src/demos/**/*.svelte', {
  eager: true,
  import: 'default',
  query: '?raw',
});

const ids = Object.keys(definitions).map((path) => path.split('/').at(-2) ?? '');
function part<T>(parts: Record<string, T>, id: string, file: string): T {
  const found = parts[`../../../src/demos/${id}/${file}`];
  if (found === undefined) throw new Error(`src/demos/${id}/${file} is missing`);
  return found;
}

let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

/** Any value that a reader could set. */
function anyValue(spec: ParamSpec): fc.Arbitrary<unknown> {
  switch (spec.kind) {
    case 'number':
      return fc.double({ min: spec.min, max: spec.max, noNaN: true });
    case 'seed':
      return fc.integer({ min: 0, max: 0xffffffff });
    case 'boolean':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...Object.keys(spec.options));
    case 'text':
      return fc.oneof(
        fc.constantFrom(
          '',
          ' ',
          '你喜欢我，我喜欢你',
          'one',
          '</script><img src=x onerror=alert(1)>',
          '🐈 שלום a=1 b=2',
        ),
        fc.string({ unit: 'grapheme', maxLength: spec.maxLength }),
      );
    case 'vector':
      return fc.array(fc.double({ min: spec.min, max: spec.max, noNaN: true }), {
        minLength: spec.length,
        maxLength: spec.length,
      });
    case 'points':
      return fc
        .array(fc.double({ min: -spec.reach, max: spec.reach, noNaN: true }), { maxLength: 2 * spec.most })
        .map((flat) => flat.slice(0, flat.length - (flat.length % 2)));
  }
}

function anyValues({ params }: DemoDefinition, lang: Lang): fc.Arbitrary<AnyValues> {
  const record = Object.fromEntries(Object.entries(params).map(([name, spec]) => [name, anyValue(spec)]));
  return fc.record(record).map((patch) => withChange(params, defaultValues(params, lang), patch));
}

/** The first frame: of a simulation, its state before any step. */
async function firstFrame(module: ComputeModule, values: AnyValues): Promise<Frame> {
  if (!isSimulated(module)) return module.compute(values, tf);
  const stop = new AbortController();
  const frames = module.simulate(values, tf, stop.signal);
  const first: IteratorResult<Frame, Frame | undefined> = await frames.next();
  stop.abort();
  await frames.return(undefined);
  return first.value ?? {};
}

describe.each(ids)('the demo %s', (id) => {
  const definition = part(definitions, id, 'params.ts');
  const module = part(computes, id, 'compute.ts');
  const text = part(texts, id, 'describe.ts');
  const View = part(views, id, 'View.svelte');

  async function check(values: AnyValues, lang: Lang): Promise<void> {
    const { result: frame, leaked } = await countingLeaks(tf, () => firstFrame(module, values));
    expect(leaked, 'tensors left behind').toBe(0);
    if (module.reference) {
      expect(largestDifference(frame, module.reference(values))).toBeLessThanOrEqual(definition.tolerance);
    }
    expect(text.describe(frame, values, lang).length).toBeGreaterThan(10);
    for (const { label, value } of text.readouts(frame, values, lang)) {
      expect(label).not.toBe('');
      expect(value).not.toMatch(/NaN|undefined|\[object/);
    }
    const { columns, rows } = text.table(frame, values);
    for (const row of rows) expect(row).toHaveLength(columns.length);
    const props = { frame, params: values, lang, propose: () => undefined, interactive: false };
    for (const compact of [true, false]) {
      const { body } = render(View, { props: { ...props, compact, uid: 'test' } });
      expect(body).toContain('<svg');
      expect(body).not.toMatch(/NaN|undefined|\[object|<script|<img|style="/);
    }
  }

  it.each(langs)('computes, describes and draws its initial state (%s)', async (lang) => {
    await check(defaultValues(definition.params, lang), lang);
  });

  it('does so for any parameters', async () => {
    const cases = fc
      .constantFrom(...langs)
      .chain((lang) => anyValues(definition, lang).map((values) => ({ values, lang })));
    await fc.assert(
      fc.asyncProperty(cases, ({ values, lang }) => check(values, lang)),
      { numRuns: 12, interruptAfterTimeLimit: 20_000 },
    );
  });

  it('restores any state from its URL', () => {
    const base = defaultValues(definition.params, 'en');
    fc.assert(
      fc.property(anyValues(definition, 'en'), (values) => {
        expect(readState(definition.params, id, writeState(definition.params, id, values, base), base, 'en')).toEqual({
          values,
          issues: [],
        });
      }),
    );
  });

  it('says everything in both languages, and every action leads to an allowed state', () => {
    for (const lang of langs) {
      for (const { label } of Object.values(definition.params)) expect(label[lang]).not.toBe('');
      expect(definition.title[lang] && definition.summary[lang]).toBeTruthy();
      const values = defaultValues(definition.params, lang);
      for (const action of definition.actions ?? []) {
        expect(action.label[lang]).not.toBe('');
        const patch = action.apply(values);
        expect(withChange(definition.params, values, patch)).toEqual({ ...values, ...patch });
      }
    }
  });

  it('has no styles of its own: they would load on every page, and inline ones break the security policy', () => {
    for (const [path, source] of Object.entries(sources)) {
      if (path.includes(`/${id}/`)) expect(source).not.toMatch(/<style|style[=:]/);
    }
  });
});
