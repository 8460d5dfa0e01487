/** How a work is called in the text: "Su et al., 2024", in Chinese "Su 等，2024". */
import type { Lang } from '../i18n/lang.ts';
import type { Name, Work } from '../links/bibliography.ts';
import { words } from './words.ts';

export interface CitationLabel {
  /** "Su et al." */
  readonly authors: string;
  /** The same as part of a sentence: "Su and Lu". */
  readonly narrative: string;
  /** "2024", with a letter where two works would read the same: "2023a". */
  readonly year: string;
  /** That letter, or ''. */
  readonly letter: string;
}

const surname = (name: Name): string =>
  [name['non-dropping-particle'], name.family ?? name.literal ?? name.given].filter(Boolean).join(' ');

const people = (work: Work): readonly Name[] => (work.author?.length ? work.author : (work.editor ?? []));

/** The first author's surname, or the title: what the list of references is sorted by. */
export const leadName = (work: Work): string => {
  const [first] = people(work);
  return first ? surname(first) : (work.title ?? work.id);
};

function authors(work: Work, lang: Lang, and: string): string {
  const [, second, third] = people(work);
  if (!second) return leadName(work);
  return third ? `${leadName(work)}${words[lang].others}` : `${leadName(work)}${and}${surname(second)}`;
}

export const yearOf = (work: Work): string | undefined => {
  const year = work.issued?.['date-parts']?.[0]?.[0];
  return year === undefined ? undefined : String(year);
};

const byTitle = (a: Work, b: Work): number => (a.title ?? a.id).localeCompare(b.title ?? b.id, 'en');

/** Order of a list of references: name, year, title. */
export const compareWorks = (a: Work, b: Work): number =>
  leadName(a).localeCompare(leadName(b), 'en') || (yearOf(a) ?? '').localeCompare(yearOf(b) ?? '') || byTitle(a, b);

/** Labels of the works of one page; letters part those that would read the same. */
export function citationLabels(works: readonly Work[], lang: Lang): Map<string, CitationLabel> {
  const groups = new Map<string, Work[]>();
  for (const work of works) {
    const look = `${authors(work, 'en', '&')} ${yearOf(work) ?? ''}`;
    groups.set(look, [...(groups.get(look) ?? []), work]);
  }
  const labels = new Map<string, CitationLabel>();
  for (const group of groups.values()) {
    for (const [index, work] of group.toSorted(byTitle).entries()) {
      const year = yearOf(work);
      const letter = group.length > 1 && year !== undefined ? String.fromCharCode(97 + (index % 26)) : '';
      labels.set(work.id, {
        authors: authors(work, lang, words[lang].and),
        narrative: authors(work, lang, words[lang].narrativeAnd),
        year: year === undefined ? words[lang].noDate : `${year}${letter}`,
        letter,
      });
    }
  }
  return labels;
}
