/**
 * Trained weights that a demo ships as a file of its own: fetched when the demo first computes, with progress told to the page, and
 * held to a SHA-256. The same call reads the file from the source folder in Node (build and tests).
 */

export interface ModelFile {
  /** The demo that asks: its card shows the progress. */
  readonly demo: string;
  /** Where the browser finds it: a `new URL(…, import.meta.url)`, to which the bundler gives a name with a hash of the content. */
  readonly url: string;
  /** Where Node finds it, from the project's root. */
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 in hexadecimal digits. */
  readonly sha256: string;
}

/** What the worker posts to the page while a file arrives. */
export interface FileProgress {
  readonly file: { readonly demo: string; readonly loaded: number; readonly total: number };
}
export const isFileProgress = (data: unknown): data is FileProgress =>
  typeof data === 'object' && data !== null && 'file' in data;

/** The file could not be had, or is not what it should be. The reason is for the reader. */
export class ModelFileError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'ModelFileError';
  }
}

const files = new Map<string, Promise<ArrayBuffer>>();

/** The file's bytes; read once, and again after a failure. Throws a `ModelFileError`. */
export function readModelFile(file: ModelFile): Promise<ArrayBuffer> {
  const known = files.get(file.sha256);
  if (known) return known;
  const reading = (import.meta.env.SSR ? fromDisk(file) : fromNetwork(file)).then((bytes) => verified(file, bytes));
  files.set(file.sha256, reading);
  reading.catch(() => files.delete(file.sha256));
  return reading;
}

async function fromDisk({ path }: ModelFile): Promise<ArrayBuffer> {
  const { readFile } = await import('node:fs/promises');
  return Uint8Array.from(await readFile(path)).buffer;
}

const nameOf = ({ path }: ModelFile): string => path.split('/').at(-1) ?? path;

async function fromNetwork(file: ModelFile): Promise<ArrayBuffer> {
  try {
    const response = await fetch(file.url);
    if (!response.ok || !response.body) throw new ModelFileError(`${nameOf(file)}: HTTP ${response.status}`);
    return await collect(response.body, file);
  } catch (error) {
    if (error instanceof ModelFileError) throw error;
    throw new ModelFileError(`${nameOf(file)}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Reads a body to its end, telling the page how far it is. */
async function collect(body: ReadableStream<Uint8Array>, { demo, bytes: total }: ModelFile): Promise<ArrayBuffer> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let loaded = 0;
  const tell = (): void => self.postMessage({ file: { demo, loaded, total } } satisfies FileProgress);
  tell();
  const reader = body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(Uint8Array.from(part.value));
    loaded += part.value.length;
    tell();
  }
  return new Blob(parts).arrayBuffer();
}

/** Digests are offered in secure contexts only; elsewhere the length has to do. */
async function verified(file: ModelFile, bytes: ArrayBuffer): Promise<ArrayBuffer> {
  if (bytes.byteLength !== file.bytes)
    throw new ModelFileError(`${nameOf(file)}: ${bytes.byteLength} bytes arrived, not ${file.bytes}`);
  const subtle = (globalThis.crypto as Partial<Crypto>).subtle;
  if (subtle) {
    const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
    const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    if (hex !== file.sha256)
      throw new ModelFileError(`${nameOf(file)}: SHA-256 ${hex.slice(0, 12)}… is not the one expected`);
  }
  return bytes;
}
