/** Which files a page may come to load. */
import { describe, expect, it } from 'vitest';
import type { Chunk } from '../../../src/offline/build/chunk-graph.ts';
import { closureOf } from '../../../src/offline/build/closure.ts';

const chunk = (source: string, parts: Partial<Chunk> = {}): Chunk => ({
  sources: [source],
  imports: [],
  later: [],
  files: [],
  ...parts,
});

const tfjs = (name: string): string => `node_modules/@tensorflow/tfjs-backend-${name}/dist/index.js`;
/** A build in little: two demos, two articles' checks, the backends, and a demo with weights. */
const graph = new Map<string, Chunk>([
  ['page.js', chunk('src/components/live-demo.ts', { imports: ['shared.js'], later: ['client.js'] })],
  ['shared.js', chunk('src/lab/demo.ts')],
  ['client.js', chunk('src/registry/client.ts', { later: ['a-view.js', 'b-view.js'], files: ['worker.js'] })],
  ['a-view.js', chunk('src/demos/a/View.svelte', { imports: ['shared.js'] })],
  ['b-view.js', chunk('src/demos/b/View.svelte', { imports: ['b-only.js'] })],
  ['b-only.js', chunk('src/numerics/b.ts')],
  [
    'worker.js',
    chunk('src/registry/worker.ts', {
      imports: ['core.js'],
      later: ['a-compute.js', 'b-compute.js', 'check-a.js', 'check-b.js', 'gl.js', 'gpu.js', 'cpu.js', 'wasm.js'],
    }),
  ],
  ['core.js', chunk('node_modules/@tensorflow/tfjs-core/dist/index.js')],
  ['a-compute.js', chunk('src/demos/a/compute.ts', { files: ['weights-1.bin'] })],
  ['b-compute.js', chunk('src/demos/b/compute.ts', { files: ['weights-2.bin'] })],
  ['check-a.js', chunk('src/checks/a.ts', { sources: ['src/checks/check.ts', 'src/checks/a.ts'] })],
  ['check-b.js', chunk('src/checks/b.ts')],
  ['gl.js', chunk(tfjs('webgl'), { imports: ['core.js', 'gl-kernels.js'] })],
  ['gl-kernels.js', chunk('node_modules/@tensorflow/tfjs-backend-webgl/dist/kernels/Add.js')],
  ['gpu.js', chunk(tfjs('webgpu'), { imports: ['core.js'] })],
  ['cpu.js', chunk(tfjs('cpu'))],
  [
    'wasm.js',
    chunk('src/lab/worker/wasm.ts', {
      files: ['_astro/tfjs-backend-wasm-BIA8cDLW.wasm', '_astro/tfjs-backend-wasm-simd-BrM3BlWr.wasm'],
    }),
  ],
]);
const shown = { demos: new Set(['a']), checks: new Set(['a']) };
const { files, weights, backends } = closureOf(['page.js', 'page.css'], graph, shown);

describe('the files of a page', () => {
  it('are what it loads, what that loads, and what its own demos and checks load in the worker', () => {
    for (const file of ['page.css', 'page.js', 'shared.js', 'client.js', 'worker.js', 'core.js'])
      expect(files).toContain(file);
    for (const file of ['a-view.js', 'a-compute.js', 'check-a.js']) expect(files).toContain(file);
  });
  it('leave out other pages’ demos and checks, with what only those need', () => {
    for (const file of ['b-view.js', 'b-only.js', 'b-compute.js', 'check-b.js', 'weights-2.bin'])
      expect([...files, ...weights, ...backends]).not.toContain(file);
  });
  it('have WebAssembly with SIMD and plain CPU; other ways to compute are told apart', () => {
    for (const file of ['cpu.js', 'wasm.js', '_astro/tfjs-backend-wasm-simd-BrM3BlWr.wasm'])
      expect(files).toContain(file);
    expect([...backends].sort()).toEqual([
      '_astro/tfjs-backend-wasm-BIA8cDLW.wasm',
      'gl-kernels.js',
      'gl.js',
      'gpu.js',
    ]);
  });
  it('tell trained weights apart', () => {
    expect([...weights]).toEqual(['weights-1.bin']);
    expect(files).not.toContain('weights-1.bin');
  });
  it('keep code of another demo that a demo of the page imports', () => {
    const borrowing = new Map(graph).set('a-view.js', chunk('src/demos/a/View.svelte', { imports: ['b-view.js'] }));
    expect(closureOf(['page.js'], borrowing, shown).files).toContain('b-only.js');
  });
});
