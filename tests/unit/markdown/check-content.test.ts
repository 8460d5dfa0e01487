/** Every mistake that an author can make: its rule, its place and what to do about it. */
import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../../src/markdown/check-content.ts';
import type { Problem } from '../../../src/markdown/check-content.ts';
import { bodyLine, check, checkBody, contentWith, head } from './support.ts';

const en = 'content/articles/gamma/en.mdx';
const zh = 'content/articles/gamma/zh.mdx';
const rulesOf = (problems: readonly Problem[]): string[] => [...new Set(problems.map(({ rule }) => rule))];

it('an article without mistakes has no problems', () => {
  expect(checkBody('## A [#a]\n\nText $x$ [](#a) [@one2020].\n')).toEqual([]);
});

describe('in the text', () => {
  // [rule, body, line in the body, part of the remedy]
  const mistakes: [string, string, number, RegExp][] = [
    ['missing-id', '## Some title', 1, /## Some title \[#some-title\]/],
    ['missing-id', 'x\n\n### 标题', 3, /\[#short-name\]/],
    ['bad-id', '## Title [#Bad_Id]', 1, /lower-case ASCII/],
    ['bad-id', '## Title [#标题]', 1, /lower-case ASCII/],
    ['reserved-id', '## Title [#eq-title]', 1, /does not begin with eq-/],
    ['reserved-id', '## Title [#references]', 1, /is not "references"/],
    ['tex-in-heading', '## The $n$ [#the-n]', 1, /Say it in words/],
    ['h1-in-body', '# Title', 1, /Use ##/],
    ['duplicate-id', '## A [#a]\n\n## B [#a]', 3, /Rename one/],
    ['duplicate-id', '$$\na \\label{eq:a}\n$$\n\n$$\nb \\label{eq:a}\n$$', 5, /Rename one/],
    ['bad-label', '$$\na \\label{score}\n$$', 1, /\\label\{eq:name\}/],
    ['bad-label', '$$\na \\label{eq:a} \\label{eq:b}\n$$', 1, /Keep one/],
    ['bad-label', 'Inline $a \\label{eq:a}$', 1, /Only display maths/],
    ['tex-reference', '$$\na \\eqref{eq:a}\n$$', 1, /empty link: \[\]\(#eq-name\)/],
    ['tex-reference', '$$\na \\tag{7}\n$$', 1, /\\label\{eq:name\} instead/],
    ['bad-tex', 'x\n\n$$\n\\frac{a}{b\n$$', 3, /Correct the formula/],
    ['bad-tex', 'x $\\qurey{q}$', 1, /\\query, \\key/],
    ['bad-tex', '<Figure id="fig-x" caption="of $\\frac$">\n\nx\n\n</Figure>', 1, /Correct the formula/],
    ['unknown-target', '## Alpha [#alpha]\n\n[](#alhpa)', 3, /Did you mean "alpha"\?/],
    ['unknown-target', '[x](/alpha/#eq-enegry)', 1, /Did you mean "eq-energy"\?/],
    ['unknown-page', '[x](/alhpa/)', 1, /Did you mean "alpha"\?/],
    ['localized-link', '[x](/zh/alpha/#first)', 1, /Write \/alpha\/#first/],
    ['bad-link', '[x](/alpha#first)', 1, /Write \/alpha\/#first/],
    ['bad-link', '[x](../alpha/)', 1, /\/slug\/#id/],
    ['empty-link', '[x]()', 1, /\[text\]\(address\)/],
    ['empty-link', '[](https://example.com)', 1, /\[text\]\(address\)/],
    ['empty-link', '[](/series/)', 1, /\[text\]\(address\)/],
    ['unknown-citation', 'x\n\nas in [@one2002]', 3, /Did you mean "one2020"\?/],
    ['unknown-citation', 'as @nobody says', 1, /references\.bib/],
    ['broken-citation', '[@one2020, Eq. $3$]', 1, /only keys and plain text/],
    ['unknown-demo', '<Demo id="silder" />', 1, /Did you mean "slider"\?/],
    ['duplicate-demo', '<Demo id="slider" />\n\n<Demo id="slider" />', 3, /Show it once/],
    ['bad-override', '<Demo id="slider" m={3} />', 1, /Its parameters are n, mode/],
    ['bad-override', '<Demo id="slider" n={11} />', 1, /from 0 to 10 in steps of 1/],
    ['bad-override', '<Demo id="slider" n={2.5} />', 1, /steps of 1/],
    ['bad-override', '<Demo id="slider" n="3" />', 1, /a number in braces/],
    ['bad-override', '<Demo id="slider" mode="quick" />', 1, /one of "slow", "fast"/],
    ['bad-override', '<Demo id="slider" n={1 + 1} />', 1, /Write the value itself/],
    ['bad-override', '<Demo id="slider" {...rest} />', 1, /Write the value itself/],
    ['bad-demo-state', '<Demo id="slider" />\n\n[x](?slider.m=1#demo-slider)', 3, /Its parameters are n, mode/],
    ['bad-demo-state', '<Demo id="slider" />\n\n[x](?slider.n=99#demo-slider)', 3, /such as 10/],
    ['bad-demo-state', '<Demo id="slider" />\n\n[x](?slider.n=lots#demo-slider)', 3, /params\.ts allows/],
    ['bad-demo-state', '<Demo id="slider" />\n\n[x](?slider.n=1)', 3, /End it with #demo-slider/],
    ['bad-demo-state', '[x](?slider.n=1#gone)', 1, /that content.* shows/],
    ['missing-id', '<Demo />', 1, /a folder of src\/demos/],
    ['long-footnote', 'x[^a]\n\n[^a]: One.\n\n    Two.', 3, /one paragraph/],
    ['undefined-footnote', 'x[^a]', 1, /Add a line \[\^a\]:/],
    ['unused-footnote', 'x\n\n[^a]: Never used.', 3, /remove it/],
    ['missing-alt', '![](https://example.com/a.png)', 1, /Say in a sentence/],
    ['missing-caption', '<Figure id="fig-x">\n\nx\n\n</Figure>', 1, /caption="…"/],
    ['missing-caption', '<Table id="tab-x" caption="">\n\nx\n\n</Table>', 1, /caption="…"/],
    ['missing-term', '<Definition id="def-x">\n\nx\n\n</Definition>', 1, /term="…"/],
    ['bad-id', '<Figure id="plot" caption="x">\n\nx\n\n</Figure>', 1, /begin with fig-/],
    ['bad-mdx', 'x\n\n<Figure>', 3, /Close every element/],
    ['bad-mdx', 'x {', 1, /Close every element/],
  ];

  it.each(mistakes)('%s: %j', (rule, body, line, remedy) => {
    const problems = checkBody(`${body}\n`).filter((problem) => problem.rule === rule);
    expect(problems.map(({ file }) => file)).toEqual([en, zh]);
    expect(problems[0]).toMatchObject({ line: bodyLine - 1 + line });
    expect(problems[0]?.remedy).toMatch(remedy);
  });

  it('the column is that of the citation, not of its paragraph', () => {
    expect(checkBody('Some text [@nobody]\n')[0]).toMatchObject({ line: bodyLine, column: 11 });
  });

  it('KaTeX’s own message is passed on', () => {
    expect(checkBody('$\\frac{a$\n')[0]?.message).toMatch(/^KaTeX: .*expected '}'/);
  });
});

describe('between the languages', () => {
  it('a missing translation', () => {
    const [problem, ...more] = check(contentWith({ 'articles/gamma/en.mdx': `${head}x\n` }));
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ rule: 'missing-translation', file: en, message: 'the article has no zh.mdx' });
    expect(problem?.remedy).toContain('content/articles/gamma/zh.mdx');
  });

  it('an id that one of them lacks, at the one that has it', () => {
    const [problem, ...more] = checkBody('## A [#a]\n\n## B [#b]\n', '## A [#a]\n');
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ rule: 'unpaired-id', file: en, line: bodyLine + 2 });
    expect(problem?.message).toBe('zh.mdx lacks the section "b" that en.mdx has here');
    expect(problem?.remedy).toContain(`Add it to ${zh}`);
  });

  it('an equation that the English version lacks', () => {
    const [problem] = checkBody('x\n', '$$\na \\label{eq:a}\n$$\n');
    expect(problem).toMatchObject({ rule: 'unpaired-id', file: zh, line: bodyLine });
  });

  it('another order', () => {
    const [problem, ...more] = checkBody('## A [#a]\n\n## B [#b]\n', '## B [#b]\n\n## A [#a]\n');
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ rule: 'different-order', file: zh, line: bodyLine });
    expect(problem?.message).toContain('en.mdx has "a"');
  });

  it('another level', () => {
    const [problem] = checkBody('## A [#a]\n', '### A [#a]\n');
    expect(problem).toMatchObject({ rule: 'different-level', file: zh, line: bodyLine });
  });

  it('other citations', () => {
    const [problem, ...more] = checkBody('x [@one2020] [@two2021]\n', 'x [@one2020]\n');
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ rule: 'unpaired-citation', file: en, line: bodyLine, column: 14 });
  });

  it('another place in the series', () => {
    const other = head.replace('order: 3', 'order: 4');
    const files = { 'articles/gamma/en.mdx': `${head}x\n`, 'articles/gamma/zh.mdx': `${other}x\n` };
    expect(check(contentWith(files))).toMatchObject([{ rule: 'different-frontmatter', file: zh, line: 5 }]);
  });
});

describe('in the frontmatter', () => {
  const checkHead = (edit: (frontmatter: string) => string): Problem[] => {
    const text = `${edit(head)}x\n`;
    return check(contentWith({ 'articles/gamma/en.mdx': text, 'articles/gamma/zh.mdx': text })).filter(
      ({ file }) => file === en,
    );
  };
  const mistakes: [string, string, string, number, RegExp, RegExp][] = [
    ['bad-frontmatter', 'title: Title\n', '', 1, /"title" is missing/, /Add "title: …"/],
    ['bad-frontmatter', 'order: 3', 'order: third', 5, /"order"/, /Correct the value of "order"/],
    ['bad-frontmatter', 'published: 2026-05-06', 'published: 2026-02-31', 6, /a day that exists/, /YYYY-MM-DD/],
    ['bad-frontmatter', 'published: 2026-05-06', 'published: May 6', 6, /a day that exists/, /YYYY-MM-DD/],
    ['bad-frontmatter', 'summary:', 'sumary: x\nsummary:', 3, /unknown key "sumary"/, /Did you mean "summary"\?/],
    ['bad-frontmatter', 'title: Title', 'title: a: b', 2, /not valid YAML/, /quote texts/],
    [
      'bad-frontmatter',
      'order: 3\n',
      'order: 3\nupdated: 2026-01-01\n',
      6,
      /"updated" is before "published"/,
      /one of the two/,
    ],
    ['unknown-series', 'series: basics', 'series: basic', 4, /no series "basic"/, /Did you mean "basics"\?/],
    [
      'unknown-prerequisite',
      'order: 3\n',
      'order: 3\nprerequisites:\n  - alpha\n  - bata\n',
      8,
      /no article "bata"/,
      /"beta"/,
    ],
    ['unknown-prerequisite', 'order: 3\n', 'order: 3\nprerequisites: [gamma]\n', 6, /of itself/, /remove the entry/],
    ['unknown-source', 'order: 3\n', 'order: 3\nsources: [one2021]\n', 6, /no source "one2021"/, /Did you mean/],
  ];

  it.each(mistakes)('%s: %j → %j', (rule, from, to, line, message, remedy) => {
    const [problem, ...more] = checkHead((frontmatter) => frontmatter.replace(from, to));
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ rule, line });
    expect(problem?.message).toMatch(message);
    expect(problem?.remedy).toMatch(remedy);
  });

  it('none at all', () => {
    expect(checkHead(() => '')).toMatchObject([{ rule: 'bad-frontmatter', line: 1 }]);
  });
});

describe('around the articles', () => {
  it('a folder whose name can’t be an address', () => {
    const files = { 'articles/Series_1/en.mdx': `${head}x\n`, 'articles/Series_1/zh.mdx': `${head}x\n` };
    const [problem] = check(contentWith(files));
    expect(problem).toMatchObject({ rule: 'bad-slug', file: 'content/articles/Series_1' });
    expect(problem?.remedy).toContain('lower-case ASCII');
  });

  it('a bibliography that can’t be read', () => {
    const problems = check(contentWith({ 'references.bib': '@article{a,\n title={b' }));
    expect(problems).toContainEqual(
      expect.objectContaining({ rule: 'bad-bibliography', file: 'content/references.bib' }),
    );
  });

  it('two sources of one key', () => {
    const bib = '@misc{one2020, title={A}}\n@misc{one2020, title={B}}\n';
    const problems = check(contentWith({ 'references.bib': bib }));
    expect(problems).toContainEqual(expect.objectContaining({ rule: 'duplicate-source', line: 2 }));
  });
});

it('problems are sorted by place and printed with their remedy', () => {
  const problems = checkBody('[@nobody]\n\n## Title\n');
  expect(rulesOf(problems)).toEqual(['unknown-citation', 'missing-id']);
  expect(formatProblems(problems.slice(0, 2))).toBe(
    `${en}:8:1  [unknown-citation] there is no source "nobody"\n` +
      '    → Add the entry to content/references.bib; what is no citation goes into `code`.\n' +
      `${en}:10:1  [missing-id] the heading "Title" has no id\n` +
      '    → Write the id at the end of the heading: ## Title [#title]',
  );
});
