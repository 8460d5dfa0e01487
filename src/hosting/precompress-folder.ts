/** Brotli and gzip copies beside every file that shrinks. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/** Kinds of files that compress; images and fonts in woff2 are compressed already. */
const kinds = new Set(['.html', '.css', '.js', '.json', '.svg', '.xml', '.txt', '.md', '.bib', '.wasm']);
/** Below this a response fits into a packet anyway. */
const smallest = 1024;
/** Brotli's best, 11, takes twice the time of 10 for files 2 % smaller: too much for sites that grow. */
const quality = 10;
/** Files in work at the same time: a few more than zlib has threads. */
const atOnce = 8;

/** Writes a file's compressed copies where they are smaller; says whether there is any. */
async function compressFile(path: string): Promise<boolean> {
  const plain = await readFile(path);
  if (plain.length < smallest) return false;
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
  };
  const [brotli, zipped] = await Promise.all([compressBrotli(plain, { params }), compressGzip(plain, { level: 9 })]);
  const smaller = [
    ['.br', brotli],
    ['.gz', zipped],
  ] as const;
  const written = smaller.filter(([, packed]) => packed.length < plain.length);
  await Promise.all(written.map(([suffix, packed]) => writeFile(path + suffix, packed)));
  return written.length > 0;
}

/** Compresses all that compresses under a folder; returns how many files did. */
export async function precompressFolder(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const queue = entries
    .filter((entry) => entry.isFile() && kinds.has(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name));
  let count = 0;
  const work = async (): Promise<void> => {
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      if (await compressFile(path)) count += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return count;
}
