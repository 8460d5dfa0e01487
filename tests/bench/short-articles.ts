/**
 * Short articles without demos, for builds of very many: about 500 words with formulas, citations, a table, a note and links to other
 * articles, in both languages under the same ids. What is said makes grammar and no sense.
 */
import { stringify } from 'yaml';
import type { Lang } from '../../src/i18n/lang.ts';
import { integer, seededRandom, type Random } from '../../src/numerics/random.ts';
import type { ArticleSource } from './generated-articles.ts';

interface Vocabulary {
  readonly subjects: readonly string[];
  readonly verbs: readonly string[];
  readonly objects: readonly string[];
  readonly sentence: (subject: string, verb: string, object: string, formula: string) => string;
  readonly join: string;
  readonly title: (n: number) => string;
  readonly sections: readonly string[];
  readonly summary: string;
  readonly see: (links: readonly string[]) => string;
  readonly said: (key: string) => string;
  readonly term: string;
}

const vocabularies: Readonly<Record<Lang, Vocabulary>> = {
  en: {
    subjects: ['the gradient', 'every query', 'a noisy sample', 'the learned kernel', 'the last layer', 'its variance'],
    verbs: ['bounds', 'follows', 'is orthogonal to', 'converges to', 'dominates', 'is estimated from'],
    objects: ['the score of its key', 'the mean of the batch', 'a sum over positions', 'the data’s covariance'],
    sentence: (subject, verb, object, formula) =>
      `${subject.charAt(0).toUpperCase()}${subject.slice(1)} ${verb} ${object} whenever ${formula} holds along the path.`,
    join: ' ',
    title: (n) => `Generated article ${n}`,
    sections: ['The question', 'A bound', 'What follows'],
    summary: 'Why the bound on $x_n$ is as tight as it can be.',
    see: (links) => `See ${links.join(', ')}.`,
    said: (key) => `This is the view of [@${key}].`,
    term: 'effective bound',
  },
  zh: {
    subjects: ['梯度', '每个查询', '带噪声的样本', '学到的核函数', '最后一层', '它的方差'],
    verbs: ['约束着', '跟随', '正交于', '收敛到', '主导着', '估计自'],
    objects: ['对应键的得分', '一批样本的均值', '各位置之和', '数据的协方差'],
    sentence: (subject, verb, object, formula) => `只要 ${formula} 沿整条路径成立，${subject}就${verb}${object}。`,
    join: '',
    title: (n) => `生成的文章之 ${n}`,
    sections: ['问题', '一个界', '推论'],
    summary: '为什么 $x_n$ 的界已经不能再紧。',
    see: (links) => `参见 ${links.join('、')}。`,
    said: (key) => `这是 [@${key}] 的看法。`,
    term: '有效界',
  },
};

const formulas = [
  '$\\alpha_n < 1$',
  '$\\lVert x_n \\rVert^2 \\le d$',
  '$\\query{q}^\\top \\key{k} = m - n$',
  '$\\mathbb{E}[\\noise{\\varepsilon}] = 0$',
  '$\\sigma(t) \\to 0$',
];
const pick = <T>(random: Random, list: readonly T[]): T => {
  const chosen = list[integer(random, 0, list.length - 1)];
  if (chosen === undefined) throw new RangeError('nothing to pick from');
  return chosen;
};

const nameOf = (index: number): string => `generated-${String(index + 1)}`;

function paragraph(random: Random, words: Vocabulary, sentences: number): string {
  const one = (): string =>
    words.sentence(
      pick(random, words.subjects),
      pick(random, words.verbs),
      pick(random, words.objects),
      pick(random, formulas),
    );
  return Array.from({ length: sentences }, one).join(words.join);
}

/** One language of an article. `others` are the articles that it links to. */
function text(lang: Lang, index: number, others: readonly string[], series: string, keys: readonly string[]): string {
  const random = seededRandom(2 * index + (lang === 'zh' ? 1 : 0));
  const words = vocabularies[lang];
  const [question = '', bound = '', follows = ''] = words.sections;
  const frontmatter = stringify({
    title: words.title(index + 1),
    summary: words.summary,
    series,
    order: index + 1,
    published: `2026-01-${String(1 + (index % 28)).padStart(2, '0')}`,
    prerequisites: others.slice(0, 1),
    sources: keys.slice(0, 1),
  });
  const links = ['[](#eq-bound)', '[](#def-bound)', ...others.map((slug) => `[](/${slug}/#bound)`)];
  return `---
${frontmatter}---

${paragraph(random, words, 4)} ${keys.map(words.said).join(words.join)}[^why]

[^why]: ${paragraph(random, words, 2)}

## ${question} [#question]

${paragraph(random, words, 6)}

<Definition id="def-bound" term="${words.term}">

${paragraph(random, words, 2)}

</Definition>

## ${bound} [#bound]

$$
\\sum_{m=1}^{n} \\query{q}_m^\\top \\key{k}_n \\le \\frac{d}{1-\\alpha^{${index + 2}}} \\label{eq:bound}
$$

${paragraph(random, words, 6)}

$$
x_{n+1} = \\alpha x_n + \\sqrt{1-\\alpha^2}\\,\\noise{\\varepsilon}_n
$$

${paragraph(random, words, 5)}

| $n$ | $x_n$ |
| --- | ----: |
| 1   |   0.5 |
| 2   |  0.25 |

## ${follows} [#follows]

${paragraph(random, words, 6)}

${words.see(links)}
`;
}

/** `count` articles, in series in turn; each cites two of the sources, and links to the first, the previous and the one before. */
export function shortArticles(count: number, series: readonly string[], keys: readonly string[]): ArticleSource[] {
  return Array.from({ length: count }, (_, index) => {
    const others = [...new Set([index - 1, index - 2, 0])].filter((other) => other >= 0 && other !== index).map(nameOf);
    const cited = [keys[index % keys.length], keys[(7 * index + 3) % keys.length]].filter((key) => key !== undefined);
    const own = series[index % series.length] ?? '';
    const make = (lang: Lang): string => text(lang, index, others, own, [...new Set(cited)]);
    return { slug: nameOf(index), files: { en: make('en'), zh: make('zh') } };
  });
}
