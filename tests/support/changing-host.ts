/** A host of the built site that can go down, and that can get a new version: for tests of what browsers keep. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { headersFor, parseHeadersFile } from './headers-file.ts';
import { fileIn, listen, typeOf, type Server } from './serve.ts';

/** What a version has in other words: path → content, or undefined for a file that it does not have. */
export type Changes = ReadonlyMap<string, string | undefined>;

export class ChangingHost {
  readonly #dist: string;
  readonly #rules;
  readonly #server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    this.asked.push(pathname);
    if (this.down) {
      request.socket.destroy();
      return;
    }
    if (this.broken) {
      response.writeHead(502).end('Bad gateway');
      return;
    }
    const body = this.read(pathname);
    const type = typeOf(pathname.endsWith('/') ? 'index.html' : pathname);
    // Nothing stays in the browser's own cache: what opens without this host was kept by the site.
    const rules = headersFor(this.#rules, pathname);
    const headers = { ...rules, 'content-type': type, ...(this.lasting ? {} : { 'cache-control': 'no-store' }) };
    response.writeHead(body === undefined ? 404 : 200, headers).end(body);
  });
  /** Set: connections are cut. */
  down = false;
  /** Set: every answer is an error of the host. */
  broken = false;
  /** Set: the browser's own cache keeps what the published site lets it. */
  lasting = false;
  changes: Changes = new Map();
  /** Paths in the order in which they were asked for. */
  readonly asked: string[] = [];
  url = '';
  #running: Server | undefined;

  constructor(dist: string) {
    this.#dist = dist;
    this.#rules = parseHeadersFile(readFileSync(join(dist, '_headers'), 'utf8'));
  }

  /** A file as this version has it. */
  read(path: string): Buffer | undefined {
    if (this.changes.has(path)) {
      const changed = this.changes.get(path);
      return changed === undefined ? undefined : Buffer.from(changed);
    }
    const file = fileIn(this.#dist, path);
    return file === undefined ? undefined : readFileSync(file);
  }

  text(path: string): string {
    const body = this.read(path);
    if (!body) throw new Error(`the host has no ${path}`);
    return body.toString('utf8');
  }

  async start(): Promise<void> {
    this.#running = await listen(this.#server);
    this.url = this.#running.url;
  }

  stop(): void {
    this.#running?.close();
  }
}
