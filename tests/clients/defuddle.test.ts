/** Defuddle, which Obsidian's web clipper uses, keeps maths as TeX, links absolute and headings clean. */
import { Defuddle } from 'defuddle/node';
import { describe, expect, it } from 'vitest';
import { listed, readText, site } from './support.ts';

describe.each(['en', 'zh'] as const)('an article clipped, %s', (lang) => {
  const [article] = listed.filter(({ slug }) => slug === 'rope');
  const url = article?.url[lang] ?? '';

  it('reads as the article', async () => {
    const html = readText(`${new URL(url).pathname}index.html`);
    const { content, title } = await Defuddle(html, url, { markdown: true });
    expect(title).toContain('RoPE');
    const sections = article?.targets.filter(({ kind }) => kind === 'section') ?? [];
    for (const section of sections) {
      expect(content).toMatch(new RegExp(`^#{2,4} ${section.in[lang].title.replaceAll(/[()?*+.]/g, '\\$&')}$`, 'm'));
    }
    for (const { tex = '' } of article?.targets ?? []) {
      // White space may differ; the TeX may not.
      const squeeze = (text: string): string => text.replaceAll(/\s+/g, '');
      expect(squeeze(content).includes(squeeze(tex)), tex).toBe(true);
    }
    expect(content.match(/\$\$/g)?.length).toBeGreaterThan(10);
    expect(content.match(/\\(?:query|key|val|htmlClass|label)\b/g) ?? []).toEqual([]);
    const links = [...content.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(30);
    expect(links.filter((link) => !/^https?:\/\//.test(link))).toEqual([]);
    expect(links.some((link) => link.startsWith(`${site}${new URL(url).pathname}#eq-relative`))).toBe(true);
  });
});
