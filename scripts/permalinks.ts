/** `npm run permalinks`: adds the targets that are new to `content/permalinks.json`. Nothing is ever taken out. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildInventory } from '../src/links/inventory.ts';
import { lockedWith, unlockedTargets, writePermalinks } from '../src/links/permalinks.ts';

const contentDir = fileURLToPath(new URL('../content', import.meta.url));
const inventory = buildInventory(contentDir);
const added = unlockedTargets(inventory);
writeFileSync(join(contentDir, 'permalinks.json'), writePermalinks(lockedWith(inventory.permalinks, added)));
for (const { slug, id, kind } of added) console.log(`+ ${kind} /${slug}/${id === '' ? '' : `#${id}`}`);
console.log(added.length === 0 ? 'Nothing new.' : `${String(added.length)} added. Commit content/permalinks.json.`);
