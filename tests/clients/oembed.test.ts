/** An oEmbed client finds and reads the embed of a demo. */
import { extract } from '@extractus/oembed-extractor';
import { describe, expect, it } from 'vitest';
import { fetchBuilt, fileAt, listed, readText, site } from './support.ts';

interface Rich {
  type: string;
  title: string;
  html: string;
  width: number;
  height: number;
  thumbnail_url: string;
  provider_name: string;
}
const read = async (url: string): Promise<Rich> => (await extract(url, {}, fetchBuilt)) as unknown as Rich;

const demos = listed.flatMap(({ targets }) =>
  targets.filter(({ kind }) => kind === 'demo').map(({ id }) => id.slice('demo-'.length)),
);

describe('oEmbed', () => {
  it('is found from an article, for its first demo', async () => {
    const answer = await read(`${site}/rope/`);
    expect(answer).toMatchObject({ type: 'rich', provider_name: 'Incoming Transmission' });
    expect(answer.html).toMatch(/^<iframe src="https?:\/\/[^"]+\/embed\/rope-sentence\/"/);
  });

  it.each(demos)('is found from the embed of %s, in both languages', async (demo) => {
    for (const prefix of ['', '/zh']) {
      const answer = await read(`${site}${prefix}/embed/${demo}/`);
      const src = /src="([^"]+)"/.exec(answer.html)?.[1] ?? '';
      expect(src).toBe(`${site}${prefix}/embed/${demo}/`);
      expect(fileAt(new URL(src).pathname)).toBeDefined();
      expect(fileAt(new URL(answer.thumbnail_url).pathname)).toBeDefined();
      expect(answer.title.length).toBeGreaterThan(2);
    }
  });

  it('every demo of an article has a discovery link with its title', () => {
    for (const { slug, targets } of listed) {
      const html = readText(`${slug}/index.html`);
      for (const { kind, id } of targets) {
        if (kind === 'demo')
          expect(html).toMatch(
            new RegExp(`type="application/json\\+oembed" title="[^"]+" href="[^"]+/oembed/${id.slice(5)}\\.json"`),
          );
      }
    }
  });
});
