/**
 * The digits that are shipped: what the record says of the weights is measured again on the files, and what the article promises of each
 * experiment is seen.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { measure } from '../../../scripts/train-digits/measure.ts';
import { loadDigits } from '../../../scripts/train-digits/digits.ts';
import { compute, startLevel, type Frame } from '../../../src/demos/stable-diffusion-digits/compute.ts';
import { meanProbability, spread } from '../../../src/demos/stable-diffusion-digits/describe.ts';
import definition, { autoencoders, type Params } from '../../../src/demos/stable-diffusion-digits/params.ts';
import record from '../../../src/demos/stable-diffusion-digits/weights/record.json';
import { defaultValues } from '../../../src/lab/params.ts';
import { within } from '../../../src/numerics/autoencoder.ts';
import { unpackWeights, type PackedTensor } from '../../../src/numerics/quantized-weights.ts';
import { reconstructionError, withinClassVariance } from '../../../src/numerics/sample-quality.ts';
import { countWeights, type Weights } from '../../../src/numerics/weights.ts';
import { cpuTf, type Tf } from '../support/tf.ts';

const folder = 'src/demos/stable-diffusion-digits/weights';
const names = Object.keys(autoencoders) as (keyof typeof autoencoders)[];
let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

function weightsOf(name: keyof typeof record.files): Weights {
  const bytes = Uint8Array.from(readFileSync(`${folder}/${name}.bin`));
  return unpackWeights(bytes.buffer, record.files[name].tensors as readonly PackedTensor[]);
}

describe('the files', () => {
  it('are at most 600 kB in all', () => {
    const sizes = readdirSync(folder).map((file) => statSync(`${folder}/${file}`).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(600_000);
  });

  it.each(Object.entries(record.files))('%s is what the record says', (name, { bytes, sha256 }) => {
    const content = readFileSync(`${folder}/${name}.bin`);
    expect(content.length).toBe(bytes);
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
  });

  it('are trained on digits of a package that this project installs, at that version', () => {
    const { version } = createRequire(import.meta.url)('mnist/package.json') as { version: string };
    expect([record.data.package, record.data.version]).toEqual(['mnist', version]);
  });
});

describe('the record', () => {
  it.each(names)('%s: the denoiser’s loss fell, and has the weights that the article counts', (name) => {
    const { denoiser } = record.models[name];
    const losses = denoiser.losses.map(({ loss }) => loss);
    expect(losses.at(-1)).toBeLessThan(losses[0] ?? 0);
    expect(countWeights(within(weightsOf(name), 'denoiser.'))).toBe(denoiser.weights);
    if (name === 'network-16') expect(denoiser.weights).toBe(23_104);
  });

  it('figures of the network are found again on its file, 10 samples a digit in place of 100', () => {
    const file = weightsOf('network-16');
    const judge = weightsOf('judge');
    const again = measure(loadDigits(), file, judge, record.seed, { weights: [0, 2], perDigit: 10 });
    const stated = record.models['network-16'].figures;
    // Real digits are the same ones, so are their figures.
    expect(again.real.accuracy).toBeCloseTo(stated.real.accuracy, 10);
    expect(again.real.rebuiltAccuracy).toBeCloseTo(stated.real.rebuiltAccuracy, 3);
    expect(again.real.varianceLost).toBeCloseTo(stated.real.varianceLost, 6);
    for (const { w, accuracy, withinClassVariance: variance } of again.generated) {
      const full = stated.generated.find((one) => one.w === w);
      // 100 samples: three standard errors of a share, and 12% of a variance.
      const share = full?.accuracy ?? NaN;
      expect(Math.abs(accuracy - share)).toBeLessThan(3 * Math.sqrt((share * (1 - share)) / 100) + 0.01);
      expect(Math.abs(variance / (full?.withinClassVariance ?? NaN) - 1)).toBeLessThan(0.12);
    }
  });

  it('has what the article prints of it', () => {
    const { real, generated } = record.models['network-16'].figures;
    const printed = generated.map(({ w, accuracy, withinClassVariance: variance }) => [
      w,
      (100 * accuracy).toFixed(1),
      variance.toFixed(2),
    ]);
    for (const lang of ['en', 'zh']) {
      const text = readFileSync(`content/articles/stable-diffusion/${lang}.mdx`, 'utf8');
      for (const [w, accuracy, variance] of printed)
        expect(text).toContain(`| $w=${w}$ | ${accuracy}% | ${variance} |`);
      expect(text).toContain(`${(100 * real.accuracy).toFixed(1)}% | ${real.withinClassVariance.toFixed(2)} |`);
      for (const name of names) {
        const { varianceLost } = record.models[name].figures.real;
        expect(text, name).toContain(`${(100 * (1 - varianceLost)).toFixed(1)}%`);
      }
      expect(text).toContain(`${Math.round(record.files['network-16'].bytes / 1000)} kB`);
      expect(text).toContain(`${Math.round(record.files.judge.bytes / 1000)} kB`);
    }
  });

  it('samples with w = 2 to 5 are classified as asked at least as often as real digits, unguided ones by chance', () => {
    const { real, generated } = record.models['network-16'].figures;
    for (const { w, accuracy } of generated) {
      if (w === 0) expect(accuracy).toBeLessThan(0.15);
      if (w >= 2 && w <= 5) expect(accuracy).toBeGreaterThan(real.accuracy);
    }
  });
});

describe('the experiments of the article', () => {
  const base = defaultValues(definition.params, 'en');
  const frame = (patch: Partial<Params> = {}): Promise<Frame> => compute({ ...base, ...patch }, tf);
  const among = (images: Float64Array): number => withinClassVariance(images, new Int32Array(8), 784);

  it('guesses begin much alike, and have over 80% of their variety after 8 steps', async () => {
    const steps = await Promise.all([0, 8, 18].map(async (step) => among((await frame({ step })).guessImages)));
    const [first = NaN, eighth = NaN, last = NaN] = steps;
    expect(first).toBeLessThan(last / 3);
    expect(eighth / last).toBeGreaterThan(0.8);
    expect(eighth / last).toBeLessThan(0.95);
  });

  it('w = 0 gives any digit, w = 1 some doubtful threes, w = 3 none', async () => {
    expect(meanProbability(await frame({ w: 0 }))).toBeLessThan(0.2);
    expect(Math.min(...(await frame({ w: 1 })).probabilities)).toBeLessThan(0.8);
    expect(Math.min(...(await frame({ w: 3 })).probabilities)).toBeGreaterThan(0.95);
    expect(spread(await frame({ w: 8 }))).toBeGreaterThan(2 * spread(await frame({ w: 2 })));
  });

  it('a drawing is kept at strength 0.2, varied at 0.5, forgotten at 1', async () => {
    const distances = await Promise.all(
      [0.2, 0.5, 1].map(async (strength) => {
        const { images, rebuilt } = await frame({ start: 'drawing', strength });
        const target = Float64Array.from({ length: images.length }, (_, i) => rebuilt[i % 784] ?? NaN);
        return reconstructionError(images, target, 784).squaredError;
      }),
    );
    const [kept = NaN, varied = NaN, forgotten = NaN] = distances;
    expect(kept).toBeLessThan(0.02);
    expect(varied).toBeGreaterThan(1.5 * kept);
    expect(forgotten).toBeGreaterThan(1.2 * varied);
    expect(startLevel({ ...base, start: 'drawing', strength: 1 })).toBeCloseTo(20, 9);
    expect(startLevel({ ...base, start: 'drawing', strength: 0 })).toBeCloseTo(0.02, 9);
  });

  it('asked to be 8s, drawings of a 3 stay at strength 0.5, and seven of eight give in at 0.7', async () => {
    const eights = async (strength: number): Promise<number> =>
      (await frame({ start: 'drawing', digit: 8, strength })).probabilities.filter((p) => p > 0.5).length;
    expect(await eights(0.5)).toBe(0);
    expect(await eights(0.7)).toBe(7);
  });

  it.each(names)('%s: its frame is made, and eight linear numbers are the haziest', async (autoencoder) => {
    const { k, images, probabilities } = await frame({ autoencoder });
    expect(images).toHaveLength(8 * 784);
    expect(k).toBe(Number(autoencoder.split('-')[1]));
    expect(Math.max(...probabilities)).toBeLessThanOrEqual(1);
    const lost = (name: (typeof names)[number]): number => record.models[name].figures.real.varianceLost;
    if (autoencoder !== 'linear-8') expect(lost('linear-8')).toBeGreaterThan(lost(autoencoder));
  });
});
