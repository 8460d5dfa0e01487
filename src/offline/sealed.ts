/**
 * Answers as they are kept: each carries the digest of its body, and is only given out while the body still has it. A copy that was
 * cut short or altered counts as none.
 */
import { digestLength } from './page-files.ts';

export const digestHeader = 'x-kept-digest';

/** The first digits of a body's SHA-256. */
export async function digestOf(body: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', body));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .slice(0, digestLength);
}

/** An answer with its headers (the security policy among them), ready to be kept. */
export function seal(response: Response, body: ArrayBuffer, digest: string): Response {
  const headers = new Headers(response.headers);
  // The body is plain by now.
  headers.delete('content-encoding');
  headers.set('content-length', String(body.byteLength));
  headers.set(digestHeader, digest);
  return new Response(body, { status: response.status, statusText: response.statusText, headers });
}

/** What was kept, if it is whole. */
export async function unseal(kept: Response | undefined): Promise<Response | undefined> {
  const digest = kept?.headers.get(digestHeader);
  if (!kept || !digest) return undefined;
  const body = await kept.arrayBuffer();
  return (await digestOf(body)) === digest ? seal(kept, body, digest) : undefined;
}
