/** A demo's still picture as an SVG file: the registry's picture with the site's colours. */
import type { Lang } from '../i18n/lang.ts';
import { standaloneSvg } from '../links/machine/still.ts';
import { describeStill, plotStyles, renderPicture } from '../registry/server.ts';
import tokens from '../styles/tokens.css?raw';

/** The file's text; `overrides` are what the demo's article sets. */
export async function stillFile(
  demo: string,
  lang: Lang,
  overrides: Readonly<Record<string, unknown>>,
): Promise<string> {
  const picture = await renderPicture(demo, lang, `still-${demo}`, { overrides, compact: false });
  const description = await describeStill(demo, lang, overrides);
  return standaloneSvg(picture, { styles: [tokens, plotStyles], lang, description });
}
