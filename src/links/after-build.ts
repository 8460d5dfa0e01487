/** What is made from the finished pages, once they are on disk: previews of all targets, and the search index. */
import type { AstroIntegration, AstroIntegrationLogger } from 'astro';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { langs } from '../i18n/lang.ts';
import { readPage } from './built-page.ts';
import { buildInventory } from './inventory.ts';
import type { ArticleFile } from './inventory.ts';
import { previewsOf } from './preview-fragments.ts';
import { searchablePage } from './search-text.ts';
import { articlePath, pageUrl, previewUrl } from './urls.ts';

export interface AfterBuildOptions {
  /** Absolute path of the folder with `articles/`. */
  readonly contentDir: string;
}

interface Searchable {
  readonly url: string;
  readonly content: string;
}

/** Writes one page's previews and returns what search shall read of it. */
function finishPage(dist: string, { slug, lang, targets }: ArticleFile): Searchable | undefined {
  const url = pageUrl(lang, articlePath(slug));
  const page = readPage(readFileSync(join(dist, url, 'index.html'), 'utf8'));
  for (const [id, preview] of previewsOf(page, url, targets)) {
    const file = join(dist, previewUrl(url, id));
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, JSON.stringify(preview));
  }
  const content = searchablePage(page, lang);
  return content === undefined ? undefined : { url, content };
}

/** Pagefind's own interfaces, which the site does not use. */
const unused = new Set([
  'pagefind-ui.js',
  'pagefind-ui.css',
  'pagefind-modular-ui.js',
  'pagefind-modular-ui.css',
  'pagefind-component-ui.js',
  'pagefind-component-ui.css',
  'pagefind-highlight.js',
]);

/** The library's scripts and its index belong together: a page of a build with another version must not load these. */
function searchFolder(): string {
  const manifest = findPackageJSON('pagefind', import.meta.url);
  if (manifest === undefined) throw new Error('the package pagefind is not installed: run npm ci');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return `pagefind/${version}`;
}

/**
 * The files come from memory and are written here: Pagefind's `writeFiles` answers before the last of them are on disk,
 * and `close` ends the process that is still writing them.
 */
async function writeSearchIndex(dist: string, pages: readonly Searchable[]): Promise<void> {
  const { createIndex, close } = await import('pagefind');
  try {
    const { index, errors } = await createIndex();
    if (!index) throw new Error(errors.join('; '));
    const added = await Promise.all(pages.map((page) => index.addHTMLFile(page)));
    const { files, errors: notBuilt } = await index.getFiles();
    const trouble = [...added.flatMap((answer) => answer.errors), ...notBuilt];
    if (trouble.length > 0) throw new Error(trouble.join('; '));
    const folder = join(dist, searchFolder());
    for (const { path, content } of files) {
      if (unused.has(path)) continue;
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  } finally {
    await close();
  }
}

async function finish(dist: string, contentDir: string, logger: AstroIntegrationLogger): Promise<void> {
  const { articles } = buildInventory(contentDir);
  const files = articles.flatMap((article) => langs.flatMap((lang) => article.files[lang] ?? []));
  const pages = files.flatMap((file) => finishPage(dist, file) ?? []);
  await writeSearchIndex(dist, pages);
  logger.info(`previews and search index of ${String(pages.length)} pages`);
}

/** Previews (`/previews/<slug>/<id>.json`) and the search index (`/pagefind/<version>/`), after every build. */
export function afterBuild({ contentDir }: AfterBuildOptions): AstroIntegration {
  return {
    name: 'previews-and-search',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({ vite: { define: { SEARCH_SCRIPT: JSON.stringify(`/${searchFolder()}/pagefind.js`) } } });
      },
      'astro:build:done': async ({ dir, logger }) => {
        await finish(fileURLToPath(dir), contentDir, logger);
      },
    },
  };
}
