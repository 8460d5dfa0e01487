/**
 * Footnotes become sidenotes: the text of the note stands right behind its mark, inside the paragraph, so that it is read
 * in place without styles and by screen readers; styles move it into the margin. Phrasing elements only.
 */
import type { FootnoteDefinition, PhrasingContent, Root } from 'mdast';
import type { Lang } from '../i18n/lang.ts';
import { markup, replaceNodes } from './nodes.ts';
import type { Markup } from './nodes.ts';
import { words } from './words.ts';

const phrasesOf = (note: FootnoteDefinition): PhrasingContent[] =>
  note.children.flatMap((child) => (child.type === 'paragraph' ? child.children : []));

function mark(number: number, lang: Lang): Markup {
  const link = markup('a', { href: `#sn-${String(number)}`, ariaLabel: words[lang].note(number) }, [String(number)]);
  return markup('span', { className: ['sidenote-anchor'] }, [markup('sup', { className: ['sidenote-mark'] }, [link])]);
}

function note(number: number, phrases: PhrasingContent[]): Markup {
  return markup('small', { className: ['sidenote'], id: `sn-${String(number)}`, role: 'note' }, [
    markup('span', { className: ['sidenote-number'] }, [`${String(number)}.`]),
    ' ',
    ...phrases,
  ]);
}

function takeDefinitions(tree: Root): Map<string, FootnoteDefinition> {
  const definitions = new Map<string, FootnoteDefinition>();
  replaceNodes(tree, (node) => {
    if (node.type !== 'footnoteDefinition') return undefined;
    if (!definitions.has(node.identifier)) definitions.set(node.identifier, node);
    return [];
  });
  return definitions;
}

/** Moves notes to their first reference, in place; a second reference links to the same note. */
export function transformSidenotes(tree: Root, { lang }: { lang: Lang }): void {
  const definitions = takeDefinitions(tree);
  const numbers = new Map<string, number>();
  replaceNodes(tree, (node) => {
    if (node.type !== 'footnoteReference') return undefined;
    const definition = definitions.get(node.identifier);
    const known = numbers.get(node.identifier);
    if (known !== undefined || !definition) return [mark(known ?? 0, lang)];
    const number = numbers.size + 1;
    numbers.set(node.identifier, number);
    return [mark(number, lang), { type: 'text', value: ' ' }, note(number, phrasesOf(definition))];
  });
}
