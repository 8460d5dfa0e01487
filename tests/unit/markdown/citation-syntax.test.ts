import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenCitations, findCitations } from '../../../src/markdown/citation-syntax.ts';

const work = (key: string, rest: object = {}) => ({ key, prefix: '', suffix: '', yearOnly: false, ...rest });

describe('findCitations', () => {
  it('reads groups with prefixes, locators and years alone', () => {
    const [citation] = findCitations('As in [see @a, Table 1; -@b_2; @c:d.e].');
    expect(citation).toMatchObject({ kind: 'group', start: 6, end: 38 });
    expect(citation?.works).toEqual([
      work('a', { prefix: 'see ', suffix: ', Table 1' }),
      work('b_2', { yearOnly: true }),
      work('c:d.e'),
    ]);
  });

  it('reads citations that are part of the sentence, without the full stop after them', () => {
    const [citation] = findCitations('by @su2021roformer.');
    expect(citation).toMatchObject({ kind: 'narrative', works: [work('su2021roformer')], start: 3, end: 18 });
  });

  it('reads them beside Chinese text and full-width punctuation', () => {
    expect(findCitations('见[@a，表 1]。由@b提出')).toMatchObject([
      { kind: 'group', works: [work('a', { suffix: '，表 1' })] },
      { kind: 'narrative', works: [work('b')] },
    ]);
  });

  it.each(['ada@example.org', 'https://x.org/@user', '[a b]', '[x@y]', '@', '[@]', '[@a @b; c]'])(
    'leaves %s alone',
    (text) => {
      expect(findCitations(text).filter(({ kind }) => kind === 'group')).toEqual([]);
    },
  );

  it('never crashes and never overlaps, whatever the text', () => {
    const noise = fc.array(fc.constantFrom('[', ']', '@', ';', '-', 'a', ' ', ',', '。', '1', '\n', '^'), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          noise.map((signs) => signs.join('')),
        ),
        (text) => {
          let end = 0;
          for (const citation of findCitations(text)) {
            expect(citation.start).toBeGreaterThanOrEqual(end);
            expect(citation.end).toBeLessThanOrEqual(text.length);
            expect(citation.works.length).toBeGreaterThan(0);
            end = citation.end;
          }
          brokenCitations(text);
        },
      ),
    );
  });
});

it('brackets that markup cuts in two are found', () => {
  expect(brokenCitations('as [@a, Eq. ')).toEqual([3]);
  expect(brokenCitations('as [@a] and [b')).toEqual([]);
});
