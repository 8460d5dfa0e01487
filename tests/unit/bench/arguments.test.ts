/** What `npm run bench` may be told. */
import { describe, expect, it } from 'vitest';
import { parseArguments, sectionNames } from '../../bench/arguments.ts';

describe('the command line of the bench', () => {
  it('asks for everything that takes no more than minutes when it is empty', () => {
    const { sections, urls, quick, runs, backends, sizes } = parseArguments([]);
    expect(sections).toEqual(['build', 'pages', 'lighthouse', 'load', 'demos', 'training']);
    expect(sectionNames).toContain('growth');
    expect({ urls, quick, runs, sizes }).toEqual({ urls: [], quick: false, runs: 5, sizes: [10, 100, 1000] });
    expect(backends).toHaveLength(4);
  });

  it('takes sections in the order in which they are measured', () => {
    expect(parseArguments(['training', 'pages']).sections).toEqual(['pages', 'training']);
  });

  it('measures the site’s pages beside addresses', () => {
    const { sections, urls } = parseArguments(['https://example.org/a', 'http://localhost:1/']);
    expect(sections).toEqual(['pages']);
    expect(urls).toEqual(['https://example.org/a', 'http://localhost:1/']);
    expect(parseArguments(['load', 'https://example.org/']).sections).toEqual(['load']);
  });

  it('reads lists and numbers', () => {
    const options = parseArguments([
      '--quick',
      '--no-build',
      '--backends=cpu,wasm',
      '--demos=a,b',
      '--paths=/rope/',
      '--sizes=5,50',
      '--full-sizes=',
    ]);
    expect(options).toMatchObject({ quick: true, noBuild: true, runs: 1, demos: ['a', 'b'], paths: ['/rope/'] });
    expect(options.backends).toEqual(['wasm', 'cpu']);
    expect([options.sizes, options.fullSizes]).toEqual([[5, 50], []]);
    expect(parseArguments(['--quick', '--runs=7']).runs).toBe(7);
  });

  it.each([
    [['page'], 'no section “page”'],
    [['--runs=0'], '--runs is “0”'],
    [['--runs=many'], '--runs is “many”'],
    [['--sizes=10,x'], '--sizes is “x”'],
    [['--backends=gpu'], 'no backend “gpu”'],
    [['--fast'], '--fast'],
  ])('says what is wrong with %j', (argv, message) => {
    expect(() => parseArguments(argv)).toThrow(message);
  });
});
