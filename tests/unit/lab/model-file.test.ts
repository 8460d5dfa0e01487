/** Weights that a demo ships: what is read is what was meant, and what is not is refused with a reason. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explain } from '../../../src/lab/failure.ts';
import { isFileProgress, ModelFileError, readModelFile, type ModelFile } from '../../../src/lab/model-file.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'weights-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const content = Uint8Array.from({ length: 300 }, (_, i) => (7 * i) % 256);
const sha256 = createHash('sha256').update(content).digest('hex');
function fileOf(name: string, bytes: Uint8Array, meant: Partial<ModelFile> = {}): ModelFile {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return { demo: 'test', url: '', path, bytes: content.length, sha256, ...meant };
}
const changed = (): Uint8Array => content.map((byte, i) => (i === 200 ? byte ^ 1 : byte));

describe('a file of weights', () => {
  it('that has one bit changed is refused, and can be had once it is right', async () => {
    await expect(readModelFile(fileOf('a.bin', changed()))).rejects.toThrow(
      /a\.bin: SHA-256 .* is not the one expected/,
    );
    expect(new Uint8Array(await readModelFile(fileOf('a.bin', content)))).toEqual(content);
  });

  it('that is cut short is refused', async () => {
    const file = fileOf('b.bin', content.subarray(1), { sha256: sha256.replace(/^./, 'x') });
    await expect(readModelFile(file)).rejects.toThrow('b.bin: 299 bytes arrived, not 300');
  });

  it('that is right is read once', async () => {
    const file = fileOf('c.bin', content);
    expect(await readModelFile(file)).toBe(await readModelFile(file));
  });
});

describe('what the reader is told', () => {
  it.each(['en', 'zh'] as const)(
    'names the file, also when the error comes from the worker without its class (%s)',
    (lang) => {
      const error = new ModelFileError('network.bin: HTTP 404');
      const crossed = Object.assign(new Error(error.message), { name: error.name });
      expect(explain(crossed, lang)).toBe(explain(error, lang));
      expect(explain(error, lang)).toMatch(/(weights|权重).*network\.bin: HTTP 404/);
    },
  );

  it('progress is told apart from other messages of the worker', () => {
    expect(isFileProgress({ file: { demo: 'a', loaded: 1, total: 2 } })).toBe(true);
    for (const other of [null, undefined, 'file', { ready: true }]) expect(isFileProgress(other)).toBe(false);
  });
});
