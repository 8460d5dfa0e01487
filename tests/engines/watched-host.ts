/**
 * Stands between a browser that keeps its console to itself and the site: passes everything on as it is, but gives every page one
 * script more, from the same origin as the site's policy wants it, that tells the host what the page complains of.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listen, type Server } from '../support/serve.ts';

const [scriptPath, complaintPath] = ['/engine-watch.js', '/engine-complaint'];

const script = `
  const tell = (text) => navigator.sendBeacon('${complaintPath}', text);
  addEventListener('error', ({ message, target }) => tell('exception: ' + (message ?? 'cannot load ' + (target.src ?? target.href))), true);
  addEventListener('unhandledrejection', ({ reason }) => tell('exception: ' + reason));
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
    tell('policy: ' + violatedDirective + ' refuses ' + blockedURI + ' in ' + sourceFile));
  const say = console.error;
  console.error = (...words) => { tell('console: ' + words.map(String).join(' ')); say.apply(console, words); };
`;

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

/** Asks the site and passes its answer on. Returns the status. */
async function passOn(site: string, request: IncomingMessage, response: ServerResponse): Promise<number> {
  const answer = await fetch(site + (request.url ?? '/'), { redirect: 'manual' });
  const headers = new Headers(answer.headers);
  // `fetch` has undone the compression.
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding', 'connection']) headers.delete(name);
  const isPage = headers.get('content-type')?.startsWith('text/html') ?? false;
  const body = isPage
    ? (await answer.text()).replace('<head>', `<head><script src="${scriptPath}"></script>`)
    : Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, Object.fromEntries(headers)).end(body);
  return answer.status;
}

export interface WatchedHost extends Server {
  /** What pages complained of, and which answers were errors, since the last call. */
  readonly complaints: () => readonly string[];
}

export async function watchSite(site: string): Promise<WatchedHost> {
  let complaints: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url === complaintPath) {
      complaints.push(await bodyOf(request));
      response.writeHead(204).end();
    } else if (request.url === scriptPath) response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    else {
      const status = await passOn(site, request, response);
      if (status >= 400) complaints.push(`${String(status)}: ${request.url ?? ''}`);
    }
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      complaints.push(`host: ${String(error)}`);
      response.destroy();
    });
  });
  return {
    ...(await listen(server)),
    complaints: () => {
      const found = complaints;
      complaints = [];
      return found;
    },
  };
}
