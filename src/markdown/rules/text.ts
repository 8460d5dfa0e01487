/** Citations, notes and images. */
import { problemAt } from '../problem.ts';
import type { Problem } from '../problem.ts';
import { didYouMean } from '../suggest.ts';
import type { Rule } from './rule.ts';

/** Citations of works that are not in the bibliography, or that other markup cuts in two. */
export const citationRule: Rule = (file, { inventory }) => {
  const { works } = inventory.bibliography;
  const unknown = file.outline.citations.filter(({ key }) => !works.has(key));
  return [
    ...unknown.map((citation) => {
      const remedy = `${didYouMean(citation.key, works.keys())}Add the entry to content/references.bib; what is no citation goes into \`code\`.`;
      return problemAt(file, citation, 'unknown-citation', `there is no source "${citation.key}"`, remedy);
    }),
    ...file.outline.brokenCitations.map((place) => {
      const remedy =
        'Between the brackets only keys and plain text can stand, no maths, code or emphasis: [@key, Eq. 3].';
      return problemAt(file, place, 'broken-citation', 'the citation’s brackets hold other markup', remedy);
    }),
  ];
};

/** Notes of more than a paragraph, undefined and unused ones. */
export const noteRule: Rule = (file) => {
  const { notes, noteReferences } = file.outline;
  const used = new Set(noteReferences.filter(({ defined }) => defined).map(({ id }) => id));
  const problems: Problem[] = [];
  for (const note of notes) {
    if (!note.simple) {
      const remedy = 'A note stands in the margin beside its line: keep it to one paragraph of text.';
      problems.push(
        problemAt(file, note, 'long-footnote', `the note [^${note.id}] is more than one paragraph`, remedy),
      );
    }
    if (!used.has(note.id)) {
      const remedy = `Put [^${note.id}] where the note belongs, or remove it.`;
      problems.push(problemAt(file, note, 'unused-footnote', `nothing refers to the note [^${note.id}]`, remedy));
    }
  }
  for (const reference of noteReferences) {
    if (reference.defined) continue;
    const known = notes.map(({ id }) => id);
    const remedy = `${didYouMean(reference.id, known)}Add a line [^${reference.id}]: with the note's text.`;
    problems.push(problemAt(file, reference, 'undefined-footnote', `there is no note [^${reference.id}]`, remedy));
  }
  return problems;
};

/** Images that say nothing to those who don't see them. */
export const imageRule: Rule = (file) =>
  file.outline.images
    .filter(({ alt }) => alt.trim() === '')
    .map((image) =>
      problemAt(
        file,
        image,
        'missing-alt',
        'an image without a text alternative',
        'Say in a sentence what it shows: ![text](address).',
      ),
    );
