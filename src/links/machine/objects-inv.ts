/**
 * `objects.inv`, the inventory of Sphinx (version 2): four lines of text, then zlib-compressed lines
 * `name domain:role priority uri displayname`.
 * https://github.com/sphinx-doc/sphinx/blob/master/sphinx/util/inventory.py
 */
import { deflateSync } from 'node:zlib';
import type { Inventory } from '../inventory.ts';
import { oldIds, readRenames } from '../renames.ts';
import { displayName, listPages } from './pages.ts';

interface Entry {
  /** Lower case, as Sphinx looks labels up. */
  readonly name: string;
  readonly role: 'std:doc' | 'std:label' | 'std:term';
  readonly uri: string;
  readonly display: string;
}

/**
 * The entries: pages as documents (`rope`, `zh/rope`), targets as labels (`rope/eq-relative`, `zh/rope/eq-relative`, and
 * just `eq-relative` where one English article alone has the id), definitions also as terms, by the defined word.
 */
export function sphinxEntries(inventory: Inventory): Entry[] {
  const pages = listPages(inventory);
  const short = new Map<string, number>();
  for (const { lang, targets, file } of pages) {
    if (lang !== 'en') continue;
    const ids = [...targets.map(({ id }) => id), ...readRenames(file.frontmatter).aliases.keys()];
    for (const id of ids) short.set(id, (short.get(id) ?? 0) + 1);
  }
  const terms = new Set<string>();
  return pages.flatMap(({ lang, name, path, title, targets, file }) => {
    const old = oldIds(readRenames(file.frontmatter));
    const page = path.slice(1);
    const entries: Entry[] = [{ name, role: 'std:doc', uri: page, display: title }];
    const label = (id: string, uri: string, display: string): Entry[] =>
      [`${name}/${id}`, ...(lang === 'en' && short.get(id) === 1 ? [id] : [])].map((full) => ({
        name: full.toLowerCase(),
        role: 'std:label',
        uri,
        display,
      }));
    for (const target of targets) {
      const uri = `${page}#${target.id}`;
      const display = displayName(target, lang);
      // Notes that name an old id still find it.
      const ids = [target.id, ...(old.get(target.id) ?? [])];
      entries.push(...ids.flatMap((id) => label(id, `${page}#${id}`, display)));
      if (target.kind === 'definition' && !terms.has(target.title)) {
        terms.add(target.title);
        entries.push({ name: target.title, role: 'std:term', uri, display: '-' });
      }
    }
    return entries;
  });
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The file. */
export function sphinxInventory(inventory: Inventory, project: string): Uint8Array<ArrayBuffer> {
  const lines = sphinxEntries(inventory).map(
    ({ name, role, uri, display }) => `${oneLine(name)} ${role} -1 ${uri} ${oneLine(display) || '-'}\n`,
  );
  const head = `# Sphinx inventory version 2\n# Project: ${project}\n# Version: \n# The remainder of this file is compressed using zlib.\n`;
  return new Uint8Array(
    Buffer.concat([Buffer.from(head, 'utf8'), deflateSync(Buffer.from(lines.join(''), 'utf8'), { level: 9 })]),
  );
}
