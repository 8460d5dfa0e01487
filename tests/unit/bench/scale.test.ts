/** Phases of a build, and what very many readers cost. */
import { describe, expect, it } from 'vitest';
import { phasesOf } from '../../bench/phases.ts';
import { millionReaders } from '../../bench/readers.ts';
import { readSent } from '../../bench/site.ts';

describe('the phases of a build', () => {
  const log = `23:59:50 [content-checks] no mistakes in the content
23:59:54 [build] Building static entrypoints...
00:00:24 [vite] ✓ built in 1.2s
00:00:26 [vite] ✓ built in 28.00s
 generating static routes
00:01:06 [math-fonts] cut 20 fonts to what the formulas of 173 pages use
00:01:16 [build] Waiting for integration "previews-and-search", hook "astro:build:done"...
00:01:18 [previews-and-search] previews and search index of 80 pages
00:01:38 [precompress] 900 files compressed
00:01:38 [build] Complete!`;

  it('are told from the times in its log, also across midnight', () => {
    expect(phasesOf(log)).toEqual({
      'checking s': 4,
      'compiling s': 32,
      'rendering s': 40,
      'previews, search s': 12,
      'compressing s': 20,
    });
  });

  it('that the log does not show are left out', () => {
    expect(phasesOf('nothing of the kind')).toEqual({});
  });
});

describe('a million readers a day', () => {
  it('cost what one costs, times their number', () => {
    const readings = [100_000, 200_000, 900_000].map((bytes) => ({
      requests: 40,
      'sent B': bytes,
      'requests again': 5,
      'sent again B': 2000,
    }));
    expect(millionReaders(readings)).toEqual([
      {
        'each reader': 'comes for the first time',
        'requests a day, million': 40,
        'TB a day': 0.2,
        'TB a month': 6,
        'requests a second': 463,
        'peak requests a second': 2315,
        'peak Gbit/s': 0.1,
      },
      expect.objectContaining({ 'requests a day, million': 5, 'TB a month': 0.1, 'requests a second': 58 }),
    ]);
  });

  it('are counted by the host', () => {
    expect(readSent('200 1000\n304 250\n200 50')).toEqual({ requests: 3, bytes: 1300 });
    expect(readSent('')).toEqual({ requests: 0, bytes: 0 });
  });
});
