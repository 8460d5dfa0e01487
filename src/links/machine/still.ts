/** A demo's picture as an SVG file that needs no page around it. */
import { locale } from '../../i18n/lang.ts';
import type { Lang } from '../../i18n/lang.ts';
import { xml } from './xml.ts';

interface Parts {
  /** Style sheets that the picture's classes and colours come from. */
  readonly styles: readonly string[];
  readonly lang: Lang;
  /** What it shows, in words. */
  readonly description: string;
}

const comments = /<!--[\s\S]*?-->|\/\*[\s\S]*?\*\//g;

/**
 * Takes the `<svg>` out of a view's HTML and gives it a namespace, styles and a ground. Colours follow the theme of whoever
 * shows the file.
 */
export function standaloneSvg(html: string, { styles, lang, description }: Parts): string {
  const picture = /<svg\b[\s\S]*<\/svg>/.exec(html)?.[0].replaceAll(comments, '') ?? '<svg></svg>';
  const css = styles.join('\n').replaceAll(comments, '').replaceAll(/\s+/g, ' ');
  const inside = `<title>${xml(description)}</title><style>${xml(css)}.still-ground{fill:var(--raised)}</style><rect class="still-ground" width="100%" height="100%"/>`;
  return picture.replace(/<svg\b([^>]*)>/, (_match, attributes: string) => {
    const language = `xml:lang="${locale[lang]}"`;
    return `<svg xmlns="http://www.w3.org/2000/svg" ${language}${attributes}>${inside}`;
  });
}
