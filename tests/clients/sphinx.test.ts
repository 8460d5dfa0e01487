/** Sphinx resolves this site's targets through `objects.inv`. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scratch, serveSite } from './support.ts';

const run = promisify(execFile);
const works = (...command: string[]): boolean => {
  const [program = '', ...rest] = command;
  return spawnSync(program, rest, { stdio: 'ignore' }).status === 0;
};

/** Debian's Sphinx, installed as root where it is missing. */
function hasSphinx(): boolean {
  if (works('sphinx-build', '--version')) return true;
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  works('apt-get', 'update', '-qq');
  works('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'python3-sphinx');
  return works('sphinx-build', '--version');
}
const installed = hasSphinx();
if (!installed)
  console.warn('Sphinx is not installed, and can only be installed as root on Debian: its test is skipped.');

describe.skipIf(!installed)('Sphinx', () => {
  let server: Awaited<ReturnType<typeof serveSite>>;
  beforeAll(async () => {
    server = await serveSite();
  });
  afterAll(() => server.close());

  it('resolves sections, equations, demos, terms and pages, in both languages', async () => {
    const folder = scratch();
    const source = join(folder, 'source');
    mkdirSync(source);
    const configuration = `extensions = ['sphinx.ext.intersphinx']\nintersphinx_mapping = {'it': ('${server.url}/', None)}\nnitpicky = True\n`;
    writeFileSync(join(source, 'conf.py'), configuration);
    const note = [
      'A note',
      '======',
      '',
      ':ref:`eq-relative` and :ref:`the same <it:rope/eq-relative>`, :ref:`decay`, :ref:`demo-rope-clocks`,',
      ':external+it:std:ref:`zh/rope/eq-relative`, :ref:`zh/rope/demo-rope-clocks`, :term:`relative position encoding`, :term:`相对位置编码`,',
      ':external+it:doc:`rope`.',
      '',
    ];
    writeFileSync(join(source, 'index.rst'), note.join('\n'));
    // -n -W: an unresolved reference is an error.
    const { stdout, stderr } = await run('sphinx-build', ['-n', '-W', '-b', 'html', source, join(folder, 'html')]);
    expect(stdout + stderr).toContain('build succeeded');
    const html = readFileSync(join(folder, 'html', 'index.html'), 'utf8').replaceAll(/<\/?span[^>]*>/g, '');
    const link = (path: string, text: string): RegExp =>
      new RegExp(`href="${server.url}/${path}"[^>]*>${text.replaceAll(/[()?]/g, '\\$&')}</a>`);
    expect(html).toMatch(link('rope/#eq-relative', '(2)'));
    expect(html).toMatch(link('rope/#eq-relative', 'the same'));
    expect(html).toMatch(link('rope/#decay', 'Does attention fade with distance?'));
    expect(html).toMatch(link('rope/#demo-rope-clocks', 'Demo 2'));
    expect(html).toMatch(link('zh/rope/#eq-relative', '(2)'));
    expect(html).toMatch(link('zh/rope/#demo-rope-clocks', '演示 2'));
    expect(html).toMatch(link('rope/#def-relative-position', 'relative position encoding'));
    expect(html).toMatch(link('zh/rope/#def-relative-position', '相对位置编码'));
    expect(html).toMatch(link('rope/', 'RoPE: rotary position embedding'));
  });
});
