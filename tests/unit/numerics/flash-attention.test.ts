/** Attention in tiles: known answers, statements, tensors held to the float64 reference, figures that the article quotes. */
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { langs } from '../../../src/i18n/lang.ts';
import { at } from '../../../src/numerics/array.ts';
import { softmaxAttention } from '../../../src/numerics/attention.ts';
import {
  attentionGradients,
  causalFraction,
  flashBackward,
  flashForward,
  keysOutsideTraffic,
  queriesOutsideTraffic,
  schedule,
  standardTraffic,
  workingSet,
  type LoopOrder,
  type Tiling,
} from '../../../src/numerics/flash-attention.ts';
import * as onTensors from '../../../src/numerics/flash-attention.tensor.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const orders: readonly LoopOrder[] = ['keys', 'queries'];
const problem = fc
  .record({
    n: fc.integer({ min: 1, max: 24 }),
    d: fc.integer({ min: 1, max: 6 }),
    dv: fc.integer({ min: 1, max: 5 }),
    rows: fc.integer({ min: 1, max: 26 }),
    columns: fc.integer({ min: 1, max: 26 }),
    order: fc.constantFrom(...orders),
    causal: fc.boolean(),
    seed: fc.nat(0xffffffff),
  })
  .map(({ n, d, dv, seed, ...tiling }) => {
    const random = seededRandom(seed);
    const [q, k, v] = [normals(random, n * d), normals(random, n * d), normals(random, n * dv)];
    return { n, d, dv, q, k, v, upstream: normals(random, n * dv), tiling };
  });
const difference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  return Math.max(0, ...Array.from(a, (x, i) => Math.abs(x - at(b, i))));
};

describe('known answers', () => {
  it('N = 1024, d = 64, tiles of 128: 4,456,448, 1,736,704 and 1,180,672 elements (derived from the formulas)', () => {
    expect(standardTraffic(1024, 64)).toBe(4456448);
    expect(keysOutsideTraffic(1024, 64, 128)).toBe(1736704);
    expect(queriesOutsideTraffic(1024, 64, 128)).toBe(1180672);
  });
  it('the numbers under the demo: N = 256, d = 32', () => {
    expect(standardTraffic(256, 32)).toBe(294912);
    expect([32, 16].map((size) => keysOutsideTraffic(256, 32, size))).toEqual([221184, 425984]);
    expect([32, 128].map((size) => queriesOutsideTraffic(256, 32, size))).toEqual([147712, 49408]);
    expect([workingSet(32, 32, 32), workingSet(128, 32, 32), workingSet(128, 128, 32)]).toEqual([5120, 14336, 32768]);
  });
  it('causal, T = 8: 0.5625, 36 of 64 tiles (derived)', () => {
    expect(causalFraction(8)).toBe(0.5625);
    expect(schedule(256, 32, { rows: 32, columns: 32, order: 'queries', causal: true })).toHaveLength(36);
  });
});

describe('in float64', () => {
  it('tiles give what attention at once gives, for any tiles', () => {
    fc.assert(
      fc.property(problem, ({ d, q, k, v, tiling }) => {
        const { output, moved } = flashForward(q, k, v, d, tiling);
        expect(difference(output, softmaxAttention(q, k, v, d, { causal: tiling.causal }))).toBeLessThan(1e-12);
        expect(moved).toBe(schedule(q.length / d, d, tiling).reduce((sum, step) => sum + step.moved, 0));
      }),
    );
  });
  it('the backward pass from L and O is the one from P', () => {
    fc.assert(
      fc.property(problem, ({ d, q, k, v, upstream, tiling }) => {
        const forward = flashForward(q, k, v, d, tiling);
        const again = flashBackward({ q, k, v }, upstream, forward, d, tiling);
        const stored = attentionGradients(q, k, v, upstream, d, { causal: tiling.causal });
        for (const input of ['query', 'key', 'value'] as const)
          expect(difference(again[input], stored[input])).toBeLessThan(1e-11);
      }),
    );
  });
  it('the gradients are those of finite differences', () => {
    const random = seededRandom(5);
    const [n, d] = [5, 3];
    const [q, k, v, upstream] = [0, 1, 2, 3].map(() => normals(random, n * d)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const loss = (): number => softmaxAttention(q, k, v, d).reduce((sum, o, i) => sum + o * at(upstream, i), 0);
    const gradients = attentionGradients(q, k, v, upstream, d);
    for (const [matrix, gradient] of [
      [q, gradients.query],
      [k, gradients.key],
      [v, gradients.value],
    ] as const) {
      matrix.forEach((x, i) => {
        matrix[i] = x + 1e-5;
        const up = loss();
        matrix[i] = x - 1e-5;
        const slope = (up - loss()) / 2e-5;
        matrix[i] = x;
        expect(at(gradient, i)).toBeCloseTo(slope, 7);
      });
    }
  });
  it('the schedule visits every visible pair once, whatever the order', () => {
    fc.assert(
      fc.property(problem, ({ n, d, tiling }) => {
        const seen = new Uint8Array(n * n);
        for (const { rows, columns } of schedule(n, d, tiling))
          for (let i = rows.from; i < rows.to; i++)
            for (let j = columns.from; j < columns.to; j++) seen[i * n + j] = at(seen, i * n + j) + 1;
        seen.forEach((times, index) => {
          if (!tiling.causal || index % n <= Math.floor(index / n)) expect(times).toBe(1);
          else expect(times).toBeLessThanOrEqual(1);
        });
      }),
    );
  });
});

describe('on tensors', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });
  it('forward and backward give the reference, and leave no tensor', async () => {
    await fc.assert(
      fc.asyncProperty(problem, async ({ n, d, dv, q, k, v, upstream, tiling }) => {
        const { leaked } = await countingLeaks(tf, async () => {
          const upload = (matrix: Float64Array, width: number) => tf.tensor2d(Float32Array.from(matrix), [n, width]);
          const inputs = { q: upload(q, d), k: upload(k, d), v: upload(v, dv) };
          const above = upload(upstream, dv);
          const forward = onTensors.flashForward(tf, inputs, tiling);
          const direct = onTensors.directAttention(tf, inputs, tiling.causal);
          const back = onTensors.flashBackward(tf, inputs, above, forward, tiling);
          const exact = flashForward(q, k, v, d, tiling);
          const gradients = flashBackward({ q, k, v }, upstream, exact, d, tiling);
          const pairs = [
            [forward.output, exact.output],
            [direct, exact.output],
            [forward.logSum, exact.logSum],
            [back[0], gradients.query],
            [back[1], gradients.key],
            [back[2], gradients.value],
          ] as const;
          for (const [tensor, expected] of pairs) expect(difference(await tensor.data(), expected)).toBeLessThan(2e-5);
          tf.dispose([...Object.values(inputs), above, direct, ...Object.values(forward), ...back]);
        });
        expect(leaked).toBe(0);
      }),
      { numRuns: 40 },
    );
  });
});

/** Figure 2, left, of Dao et al. 2022 (arXiv 2205.14135): GPT-2 medium on an A100, forward and backward. */
const figure2 = {
  standard: { gflop: '66.6', gigabytes: '40.3', ms: '41.7' },
  flash: { gflop: '75.2', gigabytes: '4.4', ms: '7.3' },
} as const;

describe.each(langs)('the article (%s)', (lang) => {
  it('quotes Figure 2 of Dao et al. in one paragraph that cites it, and the table as computed', async () => {
    const source = await readFile(
      new URL(`../../../content/articles/flash-attention/${lang}.mdx`, import.meta.url),
      'utf8',
    );
    const paragraphs = source.split(/\n\s*\n/);
    const quoting = paragraphs.filter((text) => text.includes('GFLOP'));
    expect(quoting).toHaveLength(1);
    const numbers = quoting[0]?.match(/\b\d+\.\d\b/g) ?? [];
    expect(numbers.sort()).toEqual([...Object.values(figure2.standard), ...Object.values(figure2.flash)].sort());
    expect(quoting[0]).toContain('@dao2022flashattention');
    const table = paragraphs.find((text) => text.startsWith('|')) ?? '';
    const tiling: Pick<Tiling, 'rows' | 'columns'> = { rows: 128, columns: 128 };
    const standard = standardTraffic(1024, 64);
    for (const moved of [
      standard,
      keysOutsideTraffic(1024, 64, tiling.columns),
      queriesOutsideTraffic(1024, 64, tiling.rows),
    ]) {
      expect(table).toContain(`${moved.toLocaleString('en-US')} | ${((100 * moved) / standard).toFixed(0)} % |`);
    }
  });
});
