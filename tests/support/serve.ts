/** Serves a folder as a static host does: index files, 404, types by name. */
import { createReadStream, statSync } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
};

export const typeOf = (file: string): string => types[extname(file)] ?? 'application/octet-stream';

/** The file that a path leads to; undefined when there is none. */
export function fileIn(folder: string, pathname: string): string | undefined {
  const path = join(folder, normalize(decodeURIComponent(pathname)));
  const file = path.endsWith('/') ? join(path, 'index.html') : path;
  return file.startsWith(folder) && statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}

export interface Server {
  /** Without a slash at the end. */
  readonly url: string;
  readonly close: () => void;
}

/** Has a server listen until it is closed, on a free port of this machine. */
export async function listen(server: HttpServer): Promise<Server> {
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Serves a folder until it is closed. */
export function serveFolder(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const file = fileIn(folder, new URL(request.url ?? '/', 'http://localhost').pathname);
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': typeOf(file) });
    createReadStream(file).pipe(response);
  });
  return listen(server);
}
