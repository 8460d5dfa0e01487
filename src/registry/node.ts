/** The demos' parameters for tools that run in Node (content checks, documentation), found by looking into the folders. */
import { existsSync, readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import type { DemoDefinition } from '../lab/demo.ts';

/** Definitions by id. Throws for a folder under `src/demos` that lacks one of its files. */
export async function discoverDemos(root: string): Promise<Map<string, DemoDefinition>> {
  const folder = join(root, 'src/demos');
  const ids = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const demos = new Map<string, DemoDefinition>();
  for (const { name: id } of ids) {
    for (const file of ['params.ts', 'compute.ts', 'describe.ts', 'View.svelte']) {
      if (!existsSync(join(folder, id, file)))
        throw new Error(
          `src/demos/${id}/${file} is missing. Write it (CONTRIBUTING.md, “Add a demo”) or remove the folder.`,
        );
    }
    const module = (await import(/* @vite-ignore */ pathToFileURL(join(folder, id, 'params.ts')).href)) as {
      default?: DemoDefinition;
    };
    if (!module.default)
      throw new Error(`src/demos/${id}/params.ts has no default export. Export the result of defineDemo({...}).`);
    demos.set(id, module.default);
  }
  return demos;
}
