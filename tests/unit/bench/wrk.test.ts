/** Reading what wrk prints. */
import { describe, expect, it } from 'vitest';
import { parseWrk } from '../../bench/wrk.ts';

const answer = `Running 10s test @ http://127.0.0.1:4421/rope/
  2 threads and 64 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     2.10ms    1.05ms  28.40ms   82.11%
    Req/Sec    14.93k     1.20k   18.24k    70.50%
  Latency Distribution
     50%  500.00us
     75%    2.60ms
     90%    3.30ms
     99%    5.47ms
  297311 requests in 10.02s, 10.84GB read
Requests/sec:  29668.13
Transfer/sec:      1.08GB
`;

describe('wrk', () => {
  it('tells rates, waiting times and that nothing failed', () => {
    expect(parseWrk(answer)).toEqual({
      requestsPerSecond: 29668.13,
      requests: 297311,
      bytesPerSecond: 1.08 * 1024 ** 3,
      p50: 0.5,
      p99: 5.47,
      errors: 0,
      refused: 0,
    });
  });

  it('tells what failed', () => {
    const worse = answer.replace(
      'Requests/sec',
      '  Socket errors: connect 1, read 2, write 0, timeout 4\n  Non-2xx or 3xx responses: 12\nRequests/sec',
    );
    expect(parseWrk(worse)).toMatchObject({ errors: 7, refused: 12 });
  });

  it('is not believed when it says something else', () => {
    expect(() => parseWrk('unable to connect to 127.0.0.1:4421 Connection refused')).toThrow('Connection refused');
  });
});
