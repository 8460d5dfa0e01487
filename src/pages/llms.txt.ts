/** What there is to read, for language models (https://llmstxt.org): articles as Markdown, inventories as JSON. */
import type { APIRoute } from 'astro';
import { langs } from '../i18n/lang.ts';
import { t } from '../i18n/strings.ts';
import { fileUrl } from '../links/urls.ts';
import { plainInline } from '../markdown/inline.ts';
import { library } from './_data/articles.ts';
import { file, siteUrl } from './_data/machines.ts';

const headings = { en: 'Articles', zh: '文章（中文）' } as const;

export const GET: APIRoute = async ({ site }) => {
  const address = (path: string): string => new URL(path, siteUrl(site)).href;
  const lists = await Promise.all(
    langs.map(async (lang) => {
      const { newest } = await library(lang);
      const lines = newest.map(
        ({ slug, title, summary }) =>
          `- [${title}](${address(fileUrl(lang, `${slug}.md`))}): ${plainInline(summary, lang)}`,
      );
      return `## ${headings[lang]}\n\n${lines.join('\n')}`;
    }),
  );
  const { siteName, siteSummary } = t('en');
  const optional = [
    `- [targets.json](${address('/targets.json')}): every section, equation, figure, definition, demo and reference, with its address`,
    `- [feed.json](${address('/feed.json')}): whole articles as HTML with MathML`,
  ];
  return file(
    'text',
    `# ${siteName}\n\n> ${siteSummary}\n\n${lists.join('\n\n')}\n\n## Optional\n\n${optional.join('\n')}\n`,
  );
};
