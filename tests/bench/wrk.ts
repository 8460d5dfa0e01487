/** wrk, which loads a server: its switches and its answer. */

export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly requests: number;
  /** Bytes a second that came back, heads included. */
  readonly bytesPerSecond: number;
  /** Milliseconds within which half, and 99 % of the answers came. */
  readonly p50: number;
  readonly p99: number;
  /** Connections that failed, and answers other than 2xx and 3xx. */
  readonly errors: number;
  readonly refused: number;
}

const units: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1024,
  MB: 1024 ** 2,
  GB: 1024 ** 3,
  us: 0.001,
  ms: 1,
  s: 1000,
};

/** Reads "12.34MB" or "1.2ms". */
function quantity(text: string | undefined): number {
  const [, number, unit = ''] = /^([\d.]+)([A-Za-z]*)$/.exec(text ?? '') ?? [];
  return Number(number) * (units[unit] ?? NaN);
}

/** Reads what `wrk --latency` prints. Throws when it is something else. */
export function parseWrk(output: string): LoadResult {
  const found = (pattern: RegExp): string | undefined => pattern.exec(output)?.[1];
  const requestsPerSecond = found(/^Requests\/sec:\s+([\d.]+)/m);
  if (requestsPerSecond === undefined) throw new Error(`wrk answered:\n${output}`);
  const socket = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(output)?.slice(1) ?? [];
  return {
    requestsPerSecond: Number(requestsPerSecond),
    requests: Number(found(/^\s*(\d+) requests in/m)),
    bytesPerSecond: quantity(found(/^Transfer\/sec:\s+(\S+)/m)),
    p50: quantity(found(/^\s+50%\s+(\S+)/m)),
    p99: quantity(found(/^\s+99%\s+(\S+)/m)),
    errors: socket.reduce((sum, count) => sum + Number(count), 0),
    refused: Number(found(/Non-2xx or 3xx responses: (\d+)/) ?? 0),
  };
}
