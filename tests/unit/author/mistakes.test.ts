/** An author's mistakes stop a real build, which names the file, the line and the remedy. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { astro, copyProject, projectRoot, removeCopy } from '../../support/copy-project.ts';

const english = 'content/articles/rope/en.mdx';
const chinese = 'content/articles/rope/zh.mdx';
let copy = '';

/** Line, from 1, of the first line that holds `text`. */
const lineOf = (source: string, text: string): number => source.slice(0, source.indexOf(text)).split('\n').length;

function change(file: string, from: string, to: string): number {
  const source = readFileSync(join(copy, file), 'utf8');
  expect(source, `${file} has “${from}”`).toContain(from);
  writeFileSync(join(copy, file), source.replace(from, to));
  return lineOf(source, from);
}

describe('a build with an author’s mistake in it', () => {
  beforeAll(() => {
    copy = copyProject();
  });
  afterAll(() => {
    removeCopy(copy);
  });
  const restore = (file: string): void => writeFileSync(join(copy, file), readFileSync(join(projectRoot, file)));

  it('fails for a missing translation, naming the file to write', async () => {
    rmSync(join(copy, chinese));
    const { code, output } = await astro(copy, 'build');
    restore(chinese);
    expect(code).not.toBe(0);
    expect(output).toContain('content/articles/rope/');
    expect(output).toMatch(/zh\.mdx/);
    expect(output).toMatch(/translat|missing/i);
  });

  it('fails for an unknown citation, at its line', async () => {
    const line = change(english, '[@vaswani2017attention]', '[@nobody1999nothing]');
    const { code, output } = await astro(copy, 'build');
    restore(english);
    expect(code).not.toBe(0);
    expect(output).toContain(`${english}:${String(line)}`);
    expect(output).toContain('nobody1999nothing');
    expect(output).toContain('references.bib');
  });

  it('fails for TeX that KaTeX rejects, at its line', async () => {
    const line = change(chinese, '$f$', '$\\nosuchcommand{f}$');
    const { code, output } = await astro(copy, 'build');
    restore(chinese);
    expect(code).not.toBe(0);
    expect(output).toContain(`${chinese}:${String(line)}`);
    expect(output).toContain('\\nosuchcommand');
  });
});
