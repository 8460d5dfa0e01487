import { expect, it } from 'vitest';
import { formatWork, parseBibliography } from '../../../src/links/bibliography.ts';

it('reads authors, years, DOIs and arXiv numbers', () => {
  const { works, lines } = parseBibliography(
    '@misc{a,\n author={Noether, Emmy},\n title={T},\n year={1918},\n eprint={1234.5678},\n archivePrefix={arXiv}}\n\n@misc{b, title={B}}',
  );
  expect(works.get('a')).toMatchObject({ arxiv: '1234.5678', author: [{ family: 'Noether', given: 'Emmy' }] });
  expect(works.get('b')?.arxiv).toBeUndefined();
  expect(lines.get('b')).toBe(8);
});

it('a mistake is reported, not thrown', () => {
  expect(parseBibliography('@article{a, title={').error).toBeDefined();
  expect(parseBibliography('').works.size).toBe(0);
});

it('formats in APA style, markup of titles escaped', () => {
  const { works } = parseBibliography('@misc{a, author={Noether, Emmy}, title={On <b> \\& more}, year={1918}}');
  const work = works.get('a');
  expect(work && formatWork(work)).toBe('Noether, E. (1918). <i>On &#60;b&#62; &#38; more</i>.');
});
