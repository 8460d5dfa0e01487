/** What is known of an article once it has been read: the types, and the outline of nothing. */
import type { WrittenAttribute } from './attributes.ts';
import type { ReadHeading } from './headings.ts';
import type { TargetKind } from './words.ts';

/** A place in a source file, both counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Something that a link can lead to. */
export interface Target extends Place {
  readonly kind: TargetKind;
  readonly id: string;
  /** Plain text: a section's title, a caption, a term, a cited work's title; for an equation its TeX. */
  readonly title: string;
  /** Of a section: 2 or 3. */
  readonly depth?: number;
  /** Of an equation: TeX without labels and without the site's macros. */
  readonly tex?: string;
  /** Of equations, figures, tables and demos: counted from 1 in each kind. */
  readonly number?: number;
}

export interface Outline {
  /** In order of appearance. Cited works are added by the inventory, which knows the bibliography. */
  readonly targets: readonly Target[];
  readonly headings: readonly (Place & ReadHeading)[];
  readonly maths: readonly (Place & { tex: string; display: boolean; labels: readonly string[] })[];
  readonly citations: readonly (Place & { key: string })[];
  /** Citation brackets that other markup cuts in two. */
  readonly brokenCitations: readonly Place[];
  readonly links: readonly (Place & { url: string; empty: boolean })[];
  readonly demos: readonly (Place & { id: string | undefined; attributes: readonly WrittenAttribute[] })[];
  /** `<Figure>`, `<Table>` and `<Definition>`. */
  readonly elements: readonly (Place & { name: string; id: string | undefined; text: string })[];
  readonly images: readonly (Place & { alt: string })[];
  /** Footnotes; `simple` when the text is one paragraph. */
  readonly notes: readonly (Place & { id: string; simple: boolean })[];
  readonly noteReferences: readonly (Place & { id: string; defined: boolean })[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };
/** An outline that is being collected. */
export type Draft = Mutable<Outline>;

/** The outline of an article that can't be read. */
export const emptyOutline = (): Draft => ({
  targets: [],
  headings: [],
  maths: [],
  citations: [],
  brokenCitations: [],
  links: [],
  demos: [],
  elements: [],
  images: [],
  notes: [],
  noteReferences: [],
});
