import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byNewest, byOrder, placeIn } from '../../../src/pages/_data/order.ts';

const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

describe('the latest updates', () => {
  it('start with the article that changed last', () => {
    const articles = [
      { slug: 'old', published: day('2026-01-01') },
      { slug: 'revised', published: day('2026-01-02'), updated: day('2026-03-01') },
      { slug: 'new', published: day('2026-02-01') },
    ];
    expect(articles.toSorted(byNewest).map(({ slug }) => slug)).toEqual(['revised', 'new', 'old']);
  });
  it('do not depend on the order in which files are read', () => {
    const article = fc.record({
      slug: fc.stringMatching(/^[a-z]{1,6}$/),
      published: fc.integer({ min: 1, max: 3 }).map((n) => day(`2026-01-0${n}`)),
    });
    fc.assert(
      fc.property(fc.uniqueArray(article, { selector: ({ slug }) => slug }), (articles) => {
        expect(articles.toSorted(byNewest)).toEqual(articles.toReversed().toSorted(byNewest));
      }),
    );
  });
});

describe('the place in a series', () => {
  const series = [
    { slug: 'b', order: 2 },
    { slug: 'c', order: 7 },
    { slug: 'a', order: 1 },
  ].toSorted(byOrder);
  it('counts the articles that exist, and knows both neighbours', () => {
    expect(placeIn(series, 'b')).toEqual({ position: 2, total: 3, previous: series[0], next: series[2] });
  });
  it('has no neighbour beyond the ends', () => {
    expect(placeIn(series, 'a').previous).toBeUndefined();
    expect(placeIn(series, 'c').next).toBeUndefined();
  });
});
