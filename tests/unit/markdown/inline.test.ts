import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainInline, renderInline } from '../../../src/markdown/inline.ts';

it('renders emphasis, code and maths', () => {
  const html = renderInline("It's *so* **bold** `a<b` $\\query{q}$.", 'en');
  expect(html).toContain(
    'It’s <em>so</em> <strong>bold</strong> <code>a&lt;b</code> <span class="math-inline math-short"><span class="katex">',
  );
  expect(html).toContain('<annotation encoding="application/x-tex">q</annotation>');
});

it('a short formula keeps the sign behind it', () => {
  expect(renderInline('距离 $m-n$。之后', 'zh')).toMatch(
    /^距离 <span class="math-inline math-short">.*。<\/span>之后$/,
  );
  expect(renderInline('$x$ *and* $y$', 'en')).toMatch(/<\/span> <em>and<\/em> <span/);
  expect(renderInline('$a_1 + a_2 + a_3 + a_4 + a_5 + a_6$, b', 'en')).toMatch(
    /<span class="math-inline">.*<\/span>, b$/,
  );
});

it('links keep their text only', () => {
  expect(renderInline('[a *b*](https://example.com)', 'en')).toBe('a <em>b</em>');
});

it('markup is shown, never interpreted', () => {
  expect(renderInline('<script>alert(1)</script> & {x}', 'en')).toBe('&lt;script&gt;alert(1)&lt;/script&gt; &amp; {x}');
  fc.assert(
    fc.property(
      fc.string(),
      (text) => !/<(?!\/?(?:em|strong|code|span|math|[a-z]+ ?))/.test(renderInline(text.replaceAll('$', ''), 'en')),
    ),
  );
});

it('plain text keeps formulas as TeX', () => {
  expect(plainInline('*Turn* by $\\query{q}$\nnow', 'en')).toBe('Turn by q now');
});
