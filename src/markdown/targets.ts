/**
 * One walk over an article collects everything that others ask about it: what can be linked to, what it links to and
 * cites, its demos, formulas, notes and images. References, checks, inventories and exports all rest on this outline.
 */
import type { Heading, Nodes, Parent, Root, Text } from 'mdast';
import { toString } from 'mdast-util-to-string';
import type { Math as MathNode, InlineMath } from 'mdast-util-math';
import type { Lang } from '../i18n/lang.ts';
import { writtenAttributes } from './attributes.ts';
import { captionOf } from './captions.ts';
import { brokenCitations, findCitations, withoutGroups } from './citation-syntax.ts';
import { readHeading } from './headings.ts';
import { isJsx, isParent, textAttribute } from './nodes.ts';
import type { JsxElement } from './nodes.ts';
import { emptyOutline } from './outline.ts';
import type { Outline, Place } from './outline.ts';
import { plainPhrases, reading } from './reading.ts';
import { labelId, plainTex, splitLabel } from './tex.ts';
import type { TargetKind } from './words.ts';

const placeOf = (node: Nodes): Place => ({
  line: node.position?.start.line ?? 1,
  column: node.position?.start.column ?? 1,
});

/** Place of an offset inside a text node; escapes and entities make it approximate, never outside the node. */
function placeInside(node: Text, offset: number): Place {
  const start = placeOf(node);
  const before = node.value.slice(0, offset).split('\n');
  const column = (before.at(-1) ?? '').length;
  return before.length === 1
    ? { line: start.line, column: start.column + column }
    : { line: start.line + before.length - 1, column: column + 1 };
}

const elementKinds = { Figure: 'figure', Table: 'table', Definition: 'definition', Demo: 'demo' } as const;
type ElementName = keyof typeof elementKinds;
const isElementName = (name: string | null): name is ElementName => name !== null && Object.hasOwn(elementKinds, name);

class OutlineBuilder {
  readonly draft = emptyOutline();
  /** Captions by place in `targets`: read once everything has its number. */
  readonly #captions = new Map<number, readonly Nodes[]>();
  readonly #counts = new Map<TargetKind, number>();

  #count(kind: TargetKind): number {
    const number = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, number);
    return number;
  }

  heading(node: Heading): void {
    const heading = { ...placeOf(node), ...readHeading(node) };
    this.draft.headings.push(heading);
    const { id, title, depth, line, column } = heading;
    if (id !== undefined && (depth === 2 || depth === 3)) {
      this.draft.targets.push({ kind: 'section', id, title, depth, line, column });
    }
  }

  math(node: MathNode | InlineMath): void {
    const display = node.type === 'math';
    const { tex, labels } = splitLabel(node.value);
    this.draft.maths.push({ ...placeOf(node), tex, display, labels });
    const id = display && labels[0] !== undefined ? labelId(labels[0]) : undefined;
    if (id === undefined) return;
    const copied = plainTex(tex);
    const number = this.#count('equation');
    this.draft.targets.push({ kind: 'equation', id, title: copied, tex: copied, number, ...placeOf(node) });
  }

  element(node: JsxElement): void {
    if (!isElementName(node.name)) return;
    const kind = elementKinds[node.name];
    const id = textAttribute(node, 'id');
    const place = placeOf(node);
    const text = kind === 'definition' ? (textAttribute(node, 'term') ?? '') : toString(captionOf(node));
    if (kind === 'demo') this.draft.demos.push({ ...place, id, attributes: writtenAttributes(node) });
    else this.draft.elements.push({ ...place, name: node.name, id, text });
    if (id === undefined) return;
    const numbered = kind === 'definition' ? {} : { number: this.#count(kind) };
    if (kind === 'figure' || kind === 'table') this.#captions.set(this.draft.targets.length, captionOf(node));
    this.draft.targets.push({
      kind,
      id: kind === 'demo' ? `demo-${id}` : id,
      title: text || id,
      ...numbered,
      ...place,
    });
  }

  /** Fills in captions that refer to the page's other targets ("the errors of (2)"). */
  finish(lang: Lang): Outline {
    const { targets } = this.draft;
    const known = new Map(targets.map((target) => [`#${target.id}`, target]));
    for (const [index, phrases] of this.#captions) {
      const target = targets[index];
      const read = (url: string): string => {
        const found = known.get(url);
        return found ? reading(found, lang) : url;
      };
      const title = withoutGroups(plainPhrases(phrases, read));
      if (target && title) targets[index] = { ...target, title };
    }
    return this.draft;
  }

  text(node: Text): void {
    for (const citation of findCitations(node.value)) {
      const place = placeInside(node, citation.start);
      this.draft.citations.push(...citation.works.map(({ key }) => ({ ...place, key })));
    }
    this.draft.brokenCitations.push(...brokenCitations(node.value).map((offset) => placeInside(node, offset)));
    // A footnote without a definition is no footnote to the parser, just text.
    for (const match of node.value.matchAll(/\[\^([^\s[\]]+)\]/g)) {
      this.draft.noteReferences.push({ ...placeInside(node, match.index), id: match[1] ?? '', defined: false });
    }
  }

  other(node: Nodes): void {
    const place = placeOf(node);
    if (node.type === 'image') this.draft.images.push({ ...place, alt: node.alt ?? '' });
    else if (node.type === 'link') {
      const empty = toString(node).trim() === '' && !node.children.some((child) => child.type === 'image');
      this.draft.links.push({ ...place, url: node.url, empty });
    } else if (node.type === 'footnoteDefinition') {
      const simple = node.children.length === 1 && node.children[0]?.type === 'paragraph';
      this.draft.notes.push({ ...place, id: node.identifier, simple });
    } else if (node.type === 'footnoteReference') {
      this.draft.noteReferences.push({ ...place, id: node.identifier, defined: true });
    }
  }
}

function visitNode(node: Nodes, builder: OutlineBuilder, inLink: boolean): void {
  if (node.type === 'heading') builder.heading(node);
  else if (node.type === 'math' || node.type === 'inlineMath') builder.math(node);
  else if (isJsx(node)) builder.element(node);
  else if (node.type === 'text') {
    if (!inLink) builder.text(node);
  } else builder.other(node);
  if (isParent(node)) {
    for (const child of (node as Parent).children) visitNode(child, builder, inLink || node.type === 'link');
  }
}

/** The outline of an article's tree, as parsed (captions expanded, nothing else transformed). */
export function collectOutline(tree: Root, lang: Lang): Outline {
  const builder = new OutlineBuilder();
  visitNode(tree, builder, false);
  return builder.finish(lang);
}
