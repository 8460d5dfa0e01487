/** Each step of the pipeline: small input, expected HTML. */
import { describe, expect, it } from 'vitest';
import { render, simple } from './support.ts';

const html = async (...parameters: Parameters<typeof render>): Promise<string> =>
  simple((await render(...parameters)).html);

describe('headings', () => {
  it('take their id from the text and get a handle', async () => {
    expect(await html('## The *first* part [#first]')).toBe(
      '<h2 id="first">The <em>first</em> part' +
        '<a class="handle" href="#first" aria-label="Link to section “The first part”">#</a></h2>',
    );
  });

  it('name the handle in the page’s language', async () => {
    expect(await html('### 小节 [#part]', { lang: 'zh' })).toContain('aria-label="“小节”一节的链接"');
  });

  it('make the table of contents, h2 and h3 only', async () => {
    const { frontmatter } = await render('## A [#a]\n\n### B "b" [#b]\n\n#### C\n\n## D [#d]');
    expect(frontmatter.toc).toEqual([
      { depth: 2, id: 'a', title: 'A' },
      { depth: 3, id: 'b', title: 'B “b”' },
      { depth: 2, id: 'd', title: 'D' },
    ]);
  });
});

describe('equations', () => {
  it('with a label are numbered, carry their id and make room for the check', async () => {
    expect(await html('$$\n\\query{q}^\\top \\key{k} \\label{eq:score}\n$$')).toBe(
      '<div class="equation" id="eq-score">' +
        '<div class="equation-body" tabindex="0" role="group" aria-label="Equation 1">' +
        '<span class="katex-display">⟦q^\\top k⟧</span></div>' +
        '<EquationCheck slug="gamma" lang="en" id="eq-score"></EquationCheck>' +
        '<a class="equation-number" href="#eq-score" aria-label="Link to equation (1)">(1)</a></div>',
    );
  });

  it('without a label have neither number nor id', async () => {
    const plain = await html('$$\na\n$$\n\n$$\nb \\label{eq:b}\n$$');
    expect(plain).toContain('<div class="equation equation-plain"><div class="equation-body"');
    expect(plain).toContain('aria-label="Equation 1"');
  });

  it('keep the colours of roles', async () => {
    const { html: full } = await render('$$\n\\query{q}\n$$');
    expect(full).toContain('<mi>q</mi>');
    expect(full).not.toContain('\\query');
    expect(full).not.toContain('\\htmlClass');
  });
});

it('a function as a script is one child of its MathML element, and elsewhere keeps its sign of application', async () => {
  const { html: full } = await render('$\\sigma_{\\max}^{1/2}$ and $\\max x$');
  expect(full).toContain('<msubsup><mi>σ</mi><mi>max</mi><mrow>');
  expect(full).toMatch(/<mi>max<\/mi><mo>\u2061<\/mo>/);
});

it('short inline maths keeps the sign behind it, long maths may break', async () => {
  expect(await html('The $n$-th, $x$。')).toBe(
    '<p>The <span class="math-inline math-short">⟦n⟧-th,</span> <span class="math-inline math-short">⟦x⟧。</span></p>',
  );
  expect(await html('$a_1 + a_2 + a_3 + a_4 + a_5 + a_6$, b')).toMatch(/<span class="math-inline">.*<\/span>, b/);
});

describe('references', () => {
  const page =
    '$$\na \\label{eq:a}\n$$\n\n<Demo id="slider" />\n\n<Definition id="def-x" term="the term">x</Definition>\n\n';

  it.each([
    ['[](#eq-a)', '<a href="#eq-a" class="xref" data-kind="equation">(1)</a>'],
    ['[](#demo-slider)', '<a href="#demo-slider" class="xref" data-kind="demo">Demo 1</a>'],
    ['[](#def-x)', '<a href="#def-x" class="xref" data-kind="definition">the term</a>'],
    ['[own text](#eq-a)', '<a href="#eq-a" class="xref" data-kind="equation">own text</a>'],
    ['[](/beta/)', '<a href="/beta/" class="xref" data-kind="article">The second article</a>'],
    ['[](/beta/#only-section)', '<a href="/beta/#only-section" class="xref" data-kind="section">The only section</a>'],
    ['[](/alpha/#eq-energy)', '<a href="/alpha/#eq-energy" class="xref" data-kind="equation">(1)</a>'],
    ['[](/alpha/#tab-values)', '<a href="/alpha/#tab-values" class="xref" data-kind="table">Table 1</a>'],
    [
      '[set](?slider.n=3#demo-slider)',
      '<a href="?slider.n=3#demo-slider" class="xref demo-state" data-kind="demo">set</a>',
    ],
    ['[out](https://example.com)', '<a href="https://example.com" class="external" rel="noopener">out</a>'],
    ['[](#nowhere)', '<a href="#nowhere">#nowhere?</a>'],
  ])('%s', async (source, expected) => {
    expect(await html(page + source)).toContain(expected);
  });

  it.each([
    ['[](/alpha/#fig-plot)', '<a href="/zh/alpha/#fig-plot" class="xref" data-kind="figure">图 1</a>'],
    ['[](/beta/#only-section)', '<a href="/zh/beta/#only-section" class="xref" data-kind="section">唯一的一节</a>'],
    ['[系列](/series/)', '<a href="/zh/series/">系列</a>'],
    ['[](#demo-slider)', '<a href="#demo-slider" class="xref" data-kind="demo">演示 1</a>'],
    ['[文件](/paper.pdf)', '<a href="/paper.pdf">文件</a>'],
  ])('in Chinese: %s', async (source, expected) => {
    expect(await html(page + source, { lang: 'zh' })).toContain(expected);
  });
});

describe('citations', () => {
  it('read by authors and year, with letters where two would read the same', async () => {
    const page = await html('[see @one2020, p. 3; @two2021]; @two2021; [-@many2023a]; @many2023b');
    expect(page).toContain(
      '<span class="citations">(see <a class="citation" id="cite-one2020-1" href="#ref-one2020">Lovelace, 2020</a>, p. 3; ' +
        '<a class="citation" id="cite-two2021-1" href="#ref-two2021">van der Berg &amp; Noether, 2021</a>)</span>',
    );
    expect(page).toContain('>van der Berg and Noether (2021)</a>');
    expect(page).toContain('>2023b</a>)');
    expect(page).toContain('>Sun et al. (2023a)</a>');
  });

  it('in Chinese have full-width signs and no space beside them', async () => {
    const page = await html('参见 [@many2023a, 第 3 页; @two2021] 和 @one2020 。', { lang: 'zh' });
    expect(page).toContain('<p>参见<span class="citations">（<a');
    expect(page).toContain('>Sun 等，2023</a>，第 3 页；<a');
    expect(page).toContain('>van der Berg 和 Noether，2021</a>）</span>和 <a');
    expect(page).toContain('>Lovelace（2020）</a>。');
  });

  it('leave code, links and addresses alone', async () => {
    const page = await html('`@one2020` [x @one2020](https://example.com) ada@example.org');
    expect(page).not.toContain('class="citation"');
    expect(page).toContain('<a href="mailto:ada@example.org">ada@example.org</a>');
  });

  it('make the list of references, sources included, with addresses and ways back', async () => {
    const page = await html('[@one2020] and [@one2020]', { sources: ['two2021'] });
    const list = page.slice(page.indexOf('<section class="references"'));
    expect(list).toContain('<h2 id="references">References<a class="handle"');
    expect(list).toContain('<li id="ref-one2020">');
    expect(list).toContain('href="https://doi.org/10.1000/example.1">https://doi.org/10.1000/example.1</a>');
    expect(list).toContain('<a class="backlink" href="#cite-one2020-2" aria-label="Back to citation 2">↑</a>');
    expect(list).toContain('<li id="ref-two2021">');
    expect(list).toContain('href="https://arxiv.org/abs/2101.00001">arXiv:2101.00001</a>');
    expect(list).toContain('<i>Journal of Examples</i>');
  });

  it('without any there is no list', async () => {
    expect(await html('Text.')).toBe('<p>Text.</p>');
  });
});

describe('sidenotes', () => {
  it('stand behind their mark inside the paragraph', async () => {
    expect(await html('One[^a] two.\n\n[^a]: The *note*.')).toBe(
      '<p>One<span class="sidenote-anchor"><sup class="sidenote-mark"><a href="#sn-1" aria-label="Note 1">1</a></sup></span> ' +
        '<small class="sidenote" id="sn-1" role="note"><span class="sidenote-number">1.</span> The <em>note</em>.</small> two.</p>',
    );
  });

  it('are numbered in order of reference; a second reference repeats no id', async () => {
    const page = await html('A[^b] B[^a] C[^b]\n\n[^a]: First typed.\n\n[^b]: Second typed.');
    expect(page.indexOf('Second typed')).toBeLessThan(page.indexOf('First typed'));
    expect(page.match(/id="sn-1"/g)).toHaveLength(1);
    expect(page.match(/href="#sn-1"/g)).toHaveLength(2);
  });

  it('hold maths, citations and references', async () => {
    const page = await html('$$\na \\label{eq:a}\n$$\n\nA[^n]\n\n[^n]: See [](#eq-a), $x$ and [@one2020].');
    expect(page).toMatch(/<small.*\(1\)<\/a>.*⟦x⟧.*class="citation".*<\/small>/);
  });
});

describe('elements', () => {
  it('are told language, article and number', async () => {
    expect(await html('<Demo id="slider" n={9} />', { lang: 'zh' })).toBe(
      '<Demo id="slider" n="9" lang="zh" slug="gamma" number="1"></Demo>',
    );
    expect(await html('<Definition id="def-x" term="t">\n\nText.\n\n</Definition>')).toBe(
      '<Definition id="def-x" term="t" lang="en" slug="gamma"><p>Text.</p></Definition>',
    );
  });

  it('captions may hold maths, citations and references, in a slot of their own', async () => {
    const page = await html(
      '$$\na \\label{eq:a}\n$$\n\n<Figure id="fig-x" caption="The *sum* $x$ of [](#eq-a)">\n\nbody\n\n</Figure>',
    );
    expect(page).toContain(
      '<Fragment slot="caption">The <em>sum</em> <span class="math-inline math-short">⟦x⟧</span> of ' +
        '<a href="#eq-a" class="xref" data-kind="equation">(1)</a></Fragment><p>body</p></Figure>',
    );
  });
});

it('tables scroll within reach of the keyboard, under a name', async () => {
  expect(await html('| a | b |\n| - | - |\n| 1 | 2 |')).toContain(
    '<div class="table-scroll" tabindex="0" role="region" aria-label="Table: a, b"><table>',
  );
  expect(await html('<Table id="tab-x" caption="C">\n\n| a |\n| - |\n| 1 |\n\n</Table>')).toContain(
    'aria-label="Table 1"><table>',
  );
});

it('bold closes before a Han character', async () => {
  expect(await html('**注意力机制（Attention）**是', { lang: 'zh' })).toBe(
    '<p><strong>注意力机制（Attention）</strong>是</p>',
  );
});

it('reading time: 220 English words or 400 Chinese characters a minute', async () => {
  expect((await render('word '.repeat(660))).frontmatter).toMatchObject({ words: 660, minutes: 3 });
  expect((await render('字'.repeat(1200), { lang: 'zh' })).frontmatter).toMatchObject({ words: 1200, minutes: 3 });
  expect((await render('Short.')).frontmatter.minutes).toBe(1);
});
