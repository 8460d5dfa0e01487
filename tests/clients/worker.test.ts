/** The worker that computes, as files of the built site. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dist } from './support.ts';

const scripts = new Map(
  readdirSync(join(dist, '_astro'))
    .filter((name) => name.endsWith('.js'))
    .map((name) => [name, readFileSync(join(dist, '_astro', name), 'utf8')]),
);
const workers = [...scripts.values()].flatMap((text) =>
  Array.from(text.matchAll(/new Worker\(new URL\([`'"]\/_astro\/([^`'"]+)/g), ([, name = '']) => name),
);
/** Scripts that are loaded with one, in order of naming. */
const loadedWith = (name: string): string[] =>
  Array.from((scripts.get(name) ?? '').matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g), ([, other = '']) => other);

it('no script imports the first script of a worker, which WebKit would run a second time', () => {
  expect(workers).not.toEqual([]);
  for (const worker of workers) {
    expect(scripts.has(worker)).toBe(true);
    const importers = [...scripts].filter(([, text]) => text.includes(`./${worker}`)).map(([name]) => name);
    expect(importers, `import ${worker}`).toEqual([]);
  }
});

it('the first script of a worker names all that is loaded with it, so that nothing waits for another file', () => {
  for (const worker of workers) {
    const needed = new Set(loadedWith(worker));
    for (const file of needed) for (const other of loadedWith(file)) needed.add(other);
    expect(needed.size).toBeGreaterThan(1);
    expect(loadedWith(worker).toSorted()).toEqual([...needed].toSorted());
  }
});
