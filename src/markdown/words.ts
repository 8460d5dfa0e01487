/** What the pipeline itself writes into pages, in both languages. */
import type { Lang } from '../i18n/lang.ts';

/** Kinds of things that a link can lead to. */
export type TargetKind = 'section' | 'equation' | 'figure' | 'table' | 'definition' | 'demo' | 'reference';

interface Words {
  readonly references: string;
  readonly figure: string;
  readonly table: string;
  readonly demo: string;
  readonly formula: string;
  readonly equation: (number: number) => string;
  readonly handle: (title: string) => string;
  readonly equationLink: (number: number) => string;
  readonly referenceLink: (key: string) => string;
  readonly note: (number: number) => string;
  readonly cited: (place: number) => string;
  readonly noDate: string;
  readonly and: string;
  readonly narrativeAnd: string;
  readonly others: string;
  /** Around the link to where a target lives now. */
  readonly moved: readonly [before: string, after: string];
  /** A target of another article. */
  readonly inArticle: (target: string, article: string) => string;
  readonly movedLabel: string;
}

export const words: Readonly<Record<Lang, Words>> = {
  en: {
    references: 'References',
    figure: 'Figure',
    table: 'Table',
    demo: 'Demo',
    formula: 'Formula',
    equation: (number) => `Equation ${String(number)}`,
    handle: (title) => `Link to section “${title}”`,
    equationLink: (number) => `Link to equation (${String(number)})`,
    referenceLink: (key) => `Link to reference ${key}`,
    note: (number) => `Note ${String(number)}`,
    cited: (place) => `Back to citation ${String(place)}`,
    noDate: 'n.d.',
    and: ' & ',
    narrativeAnd: ' and ',
    others: ' et al.',
    moved: ['This part has moved to ', '.'],
    inArticle: (target, article) => `${target} in “${article}”`,
    movedLabel: 'Moved',
  },
  zh: {
    references: '参考文献',
    figure: '图',
    table: '表',
    demo: '演示',
    formula: '公式',
    equation: (number) => `公式 ${String(number)}`,
    handle: (title) => `“${title}”一节的链接`,
    equationLink: (number) => `公式 (${String(number)}) 的链接`,
    referenceLink: (key) => `参考文献 ${key} 的链接`,
    note: (number) => `注 ${String(number)}`,
    cited: (place) => `回到第 ${String(place)} 处引用`,
    noDate: '无日期',
    and: ' 和 ',
    narrativeAnd: ' 和 ',
    others: ' 等',
    moved: ['这部分内容已移至', '。'],
    inArticle: (target, article) => `《${article}》的 ${target}`,
    movedLabel: '已移走的内容',
  },
};
