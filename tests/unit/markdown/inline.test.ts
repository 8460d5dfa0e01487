import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainInline, renderInline } from '../../../src/markdown/inline.ts';

it('renders emphasis, code and maths', () => {
  const html = renderInline("It's *so* **bold** `a<b` $\\query{q}$.", 'en');
  expect(html).toContain(
    'It’s <em>so</em> <strong>bold</strong> <code>a&lt;b</code> <span class="math-inline"><span class="katex">',
  );
  expect(html).toContain('<annotation encoding="application/x-tex">q</annotation>');
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
