/** The inventory for pages: read once per build; while writing, whenever a page is asked for. */
import { buildInventory } from './inventory.ts';
import type { Inventory } from './inventory.ts';

let kept: Inventory | undefined;

/** All of `contentDir` (absolute). `fresh`: look at the files again; those that did not change are not read again. */
export function currentInventory(contentDir: string, fresh: boolean): Inventory {
  if (fresh || kept?.contentDir !== contentDir) kept = buildInventory(contentDir);
  return kept;
}
