/** Formulas as a line of text, and pages as search reads them. */
import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { findElement, readPage } from '../../../src/links/built-page.ts';
import { plainMaths } from '../../../src/links/plain-maths.ts';
import { previewsOf } from '../../../src/links/preview-fragments.ts';
import { searchablePage } from '../../../src/links/search-text.ts';
import { katexSettings } from '../../../src/markdown/tex.ts';

const formula = (tex: string): string => katex.renderToString(tex, katexSettings());
function plain(tex: string): string {
  const math = findElement(readPage(formula(tex)), ({ tagName }) => tagName === 'math');
  if (!math) throw new Error('no formula');
  return plainMaths(math);
}

describe('formulas as text', () => {
  for (const [tex, text] of [
    ['\\theta_i=b^{-2i/d}', 'θᵢ = b^(−2i/d)'],
    ['\\query{\\boldsymbol q}^\\top R_{n-m}\\,\\key{\\boldsymbol k}', 'qᵀRₙ₋ₘ k'],
    ['\\frac{a+b}{2}', '(a+b)/2'],
    ['\\sqrt{d}', '√d'],
    ['\\mathrm e^{\\mathrm i m\\theta}', 'e^imθ'],
    ['\\operatorname{softmax}(x)', 'softmax(x)'],
    ['10^4', '10⁴'],
  ] as const) {
    it(`${tex} reads ${text}`, () => {
      expect(plain(tex)).toBe(text);
    });
  }
});

const page = readPage(`<html><body><h1>Title</h1><p class="lede">In short.</p><div class="prose">
<h2 id="one">One<a class="handle" href="#one">#</a></h2>
<figure><div class="demo-trouble"><button>Retry</button></div><live-demo id="demo-x"><h3 class="demo-title" id="x-demo-title">Hands</h3><button>Reset</button>
<div class="demo-wide">wide</div><div class="demo-compact"><svg aria-labelledby="t"><title id="t">T</title><path clip-path="url(#c)"></path></svg></div></live-demo><figcaption><a class="caption-number" href="#demo-x">Demo 1</a><p>What is drawn.</p></figcaption></figure>
<p>Speeds ${formula('\\theta_i')} fall<span class="sidenote-anchor"><sup><a href="#sn-1">1</a></sup></span> <small class="sidenote" id="sn-1"><span class="sidenote-number">1.</span> Slowly.</small>, as <a href="#eq-a" class="xref">(1)</a> says:</p>
<div class="equation" id="eq-a"><div class="equation-body" tabindex="0">${formula('x^2')}</div><a class="equation-number" href="#eq-a">(1)</a></div>
<p>Not in the preview.</p></div></body></html>`);

describe('what search reads', () => {
  const html = searchablePage(page, 'en') ?? '';
  it('has words and formulas as text, headings with ids, and no control, handle or TeX', () => {
    expect(html).toContain('<h2 id="one">One</h2>');
    expect(html).toMatch(/Speeds θᵢ fall\s+\(\s*Slowly\.\)/);
    expect(html).toContain('What is drawn.');
    expect(html).not.toMatch(/\\|Reset|Retry|Demo 1|Hands|#<|aria-hidden/);
  });
  it('names its language', () => {
    expect(html).toContain('<html lang="en">');
    expect(searchablePage(page, 'zh')).toContain('<html lang="zh-Hans">');
  });
});

describe('previews', () => {
  const place = { line: 1, column: 1 };
  const previews = previewsOf(page, '/rope/', [
    { kind: 'section', id: 'one', title: 'One', depth: 2, ...place },
    { kind: 'equation', id: 'eq-a', title: 'x^2', number: 1, ...place },
    { kind: 'demo', id: 'demo-x', title: 'x', number: 1, ...place },
    { kind: 'section', id: 'gone', title: 'Gone', ...place },
  ]);
  it('show a section’s title and first paragraph, and the formula that it runs into', () => {
    const { title, html } = previews.get('one') ?? { title: '', html: '' };
    expect(title).toBe('One');
    expect(html).toContain('<p class="preview-title"><a href="/rope/#one">One</a></p>');
    expect(html).toContain('Speeds');
    expect(html).toContain('id="preview-eq-a"');
    expect(html).not.toMatch(/Slowly|Not in the preview|handle|tabindex/);
    expect(html).toContain('fall, as');
  });
  it('show a demo’s picture for narrow cards and what it is', () => {
    const { title, html } = previews.get('demo-x') ?? { title: '', html: '' };
    expect(title).toBe('Hands');
    expect(html).toContain('aria-labelledby="preview-t"');
    expect(html).toContain('url(#preview-c)');
    expect(html).toContain('What is drawn.');
    expect(html).not.toMatch(/wide|Reset/);
  });
  it('have no id without prefix, and links that work from any page', () => {
    for (const { html } of previews.values()) {
      expect(html).not.toMatch(/\sid="(?!preview-)/);
      expect(html).not.toMatch(/href="[#?]|preview-preview/);
    }
    expect([...previews.keys()]).toEqual(['one', 'eq-a', 'demo-x']);
  });
});
