/**
 * Answers as they are kept: each carries the digest of its body, and is only given out while the body still has it. A copy that was
 * cut short or altered counts as none.
 */
import { digestLength } from './page-files.ts';

const digestHeader = 'x-kept-digest';
const noteHeader = 'x-kept-note';

/** The first digits of a body's SHA-256. */
export async function digestOf(body: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', body));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .slice(0, digestLength);
}

/**
 * An answer with its headers (the security policy among them), ready to be kept.
 * @param note anything that JSON can write, put down in the same stroke
 */
export function seal(response: Response, body: ArrayBuffer, digest: string, note?: unknown): Response {
  const headers = new Headers(response.headers);
  // The body is plain by now.
  headers.delete('content-encoding');
  headers.set('content-length', String(body.byteLength));
  headers.set(digestHeader, digest);
  if (note !== undefined) headers.set(noteHeader, encodeURIComponent(JSON.stringify(note)));
  return new Response(body, { status: response.status, statusText: response.statusText, headers });
}

/** What was kept, if it is whole. */
export async function unseal(kept: Response | undefined): Promise<Response | undefined> {
  const digest = kept && sealOf(kept);
  if (!kept || !digest) return undefined;
  const body = await kept.arrayBuffer();
  return (await digestOf(body)) === digest ? seal(kept, body, digest) : undefined;
}

/** The digest that a kept answer carries. */
export const sealOf = (kept: Response): string | undefined => kept.headers.get(digestHeader) ?? undefined;

/** What was noted with a kept answer. */
export function noteOf(kept: Response): unknown {
  try {
    return JSON.parse(decodeURIComponent(kept.headers.get(noteHeader) ?? '')) as unknown;
  } catch {
    return undefined;
  }
}

/** Bytes of a kept answer, without reading it. */
export const sizeOf = (kept: Response): number => Number(kept.headers.get('content-length') ?? 0);
