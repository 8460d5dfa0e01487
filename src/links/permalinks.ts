/**
 * `content/permalinks.json`: every target ever published, so that none is lost by accident. It only grows
 * (`npm run permalinks`); a target that is renamed, moved or removed stays in it and needs an alias in an article.
 */
import { readFileSync, statSync } from 'node:fs';
import { langs } from '../i18n/lang.ts';
import type { Lang } from '../i18n/lang.ts';
import type { Inventory } from './inventory.ts';
import { isRecord } from './record.ts';
import { readRenames } from './renames.ts';

/** A published target. The article itself is the target of id ''. */
export interface Permalink {
  readonly slug: string;
  readonly id: string;
  readonly kind: string;
  readonly languages: readonly Lang[];
}
/** Sorted by slug and id. */
export type Permalinks = readonly Permalink[];

/** `{ "rope": { "decay": "section en zh" } }` */
type LockFile = Record<string, Record<string, string>>;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const sorted = (permalinks: Permalinks): Permalinks =>
  permalinks.toSorted((a, b) => compare(a.slug, b.slug) || compare(a.id, b.id));

/** Reads the text of a lock file. Throws where it is not JSON. */
export function parsePermalinks(text: string): Permalinks {
  const file: unknown = JSON.parse(text);
  const permalinks = Object.entries(isRecord(file) ? file : {}).flatMap(([slug, targets]) =>
    Object.entries(isRecord(targets) ? targets : {}).map(([id, value]): Permalink => {
      const [kind = '', ...names] = String(value).split(' ');
      return { slug, id, kind, languages: langs.filter((lang) => names.includes(lang)) };
    }),
  );
  return sorted(permalinks);
}

/** The lock file's text, one target a line. */
export function writePermalinks(permalinks: Permalinks): string {
  const file: LockFile = {};
  for (const { slug, id, kind, languages } of sorted(permalinks)) {
    (file[slug] ??= {})[id] = [kind, ...languages].join(' ');
  }
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Reads the lock file; a missing one locks nothing. */
export const readPermalinks = (path: string): Permalinks =>
  statSync(path, { throwIfNoEntry: false }) ? parsePermalinks(readFileSync(path, 'utf8')) : [];

/** All targets that exist now. */
export function presentTargets({ articles }: Inventory): Permalinks {
  const present = articles.flatMap(({ slug, files }) => {
    const kinds = new Map<string, { kind: string; languages: Lang[] }>();
    for (const lang of langs) {
      const file = files[lang];
      if (!file) continue;
      const targets = [{ id: '', kind: 'article' }, ...file.targets];
      if (file.targets.some(({ kind }) => kind === 'reference')) targets.push({ id: 'references', kind: 'section' });
      for (const { id, kind } of targets) {
        const known = kinds.get(id);
        if (!known) kinds.set(id, { kind, languages: [lang] });
        else if (!known.languages.includes(lang)) known.languages.push(lang);
      }
    }
    return [...kinds].map(([id, entry]): Permalink => ({ slug, id, ...entry }));
  });
  return sorted(present);
}

const key = ({ slug, id }: Permalink): string => `${slug}#${id}`;

/** What exists, or exists in a language, that the lock file does not know yet. */
export function unlockedTargets(inventory: Inventory): Permalinks {
  const locked = new Map(inventory.permalinks.map((permalink) => [key(permalink), permalink.languages]));
  return presentTargets(inventory).filter(
    (target) => !target.languages.every((lang) => locked.get(key(target))?.includes(lang)),
  );
}

/** The lock file with all that is new added; nothing is ever taken out, and the kind that was published stays. */
export function lockedWith(permalinks: Permalinks, added: Permalinks): Permalinks {
  const all = new Map(permalinks.map((permalink) => [key(permalink), permalink]));
  for (const target of added) {
    const known = all.get(key(target));
    const languages = langs.filter((lang) => target.languages.includes(lang) || known?.languages.includes(lang));
    all.set(key(target), { ...target, kind: known?.kind ?? target.kind, languages });
  }
  return sorted([...all.values()]);
}

export interface LostTarget extends Permalink {
  /** The article that owes an alias: the one at the address, or the one that took it over; undefined when none did. */
  readonly owner: string | undefined;
  /** The language in which it is missing. */
  readonly lang: Lang;
}

/** Published targets that are neither present nor led on, per language. */
export function lostTargets(inventory: Inventory): LostTarget[] {
  const heirs = new Map(
    inventory.articles.flatMap(({ slug, files }) =>
      Object.values(files).flatMap(({ frontmatter }) => readRenames(frontmatter).formerly.map((old) => [old, slug])),
    ),
  );
  const present = new Map(
    presentTargets(inventory).map((target) => [key(target), new Set<Lang>(target.languages)] as const),
  );
  const slugs = new Set(inventory.articles.map(({ slug }) => slug));
  return inventory.permalinks.flatMap((permalink) => {
    const owner = slugs.has(permalink.slug) ? permalink.slug : heirs.get(permalink.slug);
    return permalink.languages.flatMap((lang): LostTarget[] => {
      const file = owner === undefined ? undefined : inventory.article(owner, lang);
      // A file that can't be parsed, or is missing, is reported as such; its targets are not lost yet.
      if (owner !== undefined && (!file || file.parseError)) return [];
      const renames = readRenames(file?.frontmatter ?? {});
      const kept =
        owner !== undefined &&
        (present.get(`${owner}#${permalink.id}`)?.has(lang) === true ||
          renames.aliases.has(permalink.id) ||
          renames.moved.has(permalink.id));
      return kept ? [] : [{ ...permalink, owner, lang }];
    });
  });
}
