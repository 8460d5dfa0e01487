/** The MyST command line turns references to this site's targets into their numbers and titles. */
import { execFile } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listed, scratch, serveSite } from './support.ts';

const run = promisify(execFile);
const myst = resolve('node_modules/mystmd/dist/myst.cjs');

let server: Awaited<ReturnType<typeof serveSite>>;
beforeAll(async () => {
  server = await serveSite();
});
afterAll(() => server.close());

const title = (lang: 'en' | 'zh', id: string): string | undefined =>
  listed.find(({ slug }) => slug === 'rope')?.targets.find((target) => target.id === id)?.in[lang].title;

/** Builds a note and returns its Markdown, and all that MyST said. */
async function build(body: string): Promise<{ markdown: string; log: string }> {
  const folder = scratch();
  const project = `version: 1\nproject:\n  references:\n    it:\n      url: ${server.url}\n  exports:\n    - format: md\n      article: note.md\n      output: out/note.md\n`;
  writeFileSync(join(folder, 'myst.yml'), project);
  writeFileSync(join(folder, 'note.md'), `# A note\n\n${body}\n`);
  const { stdout, stderr } = await run(process.execPath, [myst, 'build', '--md'], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', CI: '1' },
  });
  const [file = ''] = readdirSync(join(folder, 'out'));
  return { markdown: readFileSync(join(folder, 'out', file), 'utf8'), log: stdout + stderr };
}

it('resolves a section, an equation, a demo, a term and a table', async () => {
  const { markdown, log } = await build(
    'Section [](xref:it#decay), equation [](xref:it#eq-relative), demo [](xref:it#demo-rope-clocks), term [](xref:it#def-relative-position), table [](xref:it#tab-extension).',
  );
  expect(log).toContain('myst references for "it"');
  expect(log).not.toMatch(/⚠️|⛔|Unable|not found/);
  const said = markdown.replaceAll('\u00a0', ' ');
  expect(said).toContain('Section [Does attention fade with distance?](xref:it#decay)');
  expect(said).toContain('equation [(2)](xref:it#eq-relative)');
  expect(said).toContain('demo [Demo 2](xref:it#demo-rope-clocks)');
  expect(said).toContain('term [relative position encoding](xref:it#def-relative-position)');
  expect(said).toContain('table [Table 1](xref:it#tab-extension)');
});

it('resolves an id that several pages have by naming the page', async () => {
  const { markdown, log } = await build(
    '[](xref:it/zh/rope/#decay), [](xref:it/rope/#decay), the article [](xref:it/zh/rope/).',
  );
  expect(log).not.toMatch(/⚠️|⛔|Unable|not found/);
  expect(markdown).toContain('[Does attention fade with distance?](xref:it/rope/#decay)');
  expect(markdown).toContain(`[${title('zh', 'decay') ?? ''}](xref:it/zh/rope/#decay)`);
  expect(markdown).toContain(`](${server.url}/zh/rope/)`);
});

it('says so when a target does not exist', async () => {
  const { log } = await build('[](xref:it#no-such-target)');
  expect(log).toContain('not found');
});
