// @ts-check
import { fileURLToPath } from 'node:url';
import mdx from '@astrojs/mdx';
import svelte from '@astrojs/svelte';
import { unified } from '@astrojs/markdown-remark';
import { defineConfig } from 'astro/config';
import { precompress } from './src/hosting/precompress.ts';
import { afterBuild } from './src/links/after-build.ts';
import { markdownProcessorOptions } from './src/markdown/index.ts';
import { contentChecks } from './src/markdown/integration.ts';
import { offline } from './src/offline/build/integration.ts';
import { discoverDemos } from './src/registry/node.ts';
import { fetchedTogether, workerChunks } from './src/registry/worker-files.ts';
import { mathFonts } from './src/styles/math-fonts.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const demos = await discoverDemos(root);

export default defineConfig({
  // Where the site is published: canonical links, feeds and sitemaps are made from it.
  site: process.env.SITE_URL ?? 'https://incoming-transmission.example',
  output: 'static',
  trailingSlash: 'always',
  // The default, 'jsx', would eat spaces between inline elements.
  compressHTML: true,
  build: { format: 'directory', inlineStylesheets: 'never' },
  devToolbar: { enabled: false },
  integrations: [
    contentChecks({ demos }),
    svelte(),
    mdx({ optimize: true }),
    mathFonts(),
    afterBuild({ contentDir: `${root}content` }),
    offline(),
    precompress(),
  ],
  markdown: {
    processor: unified(markdownProcessorOptions({ contentDir: `${root}content`, nameOwnPage: true })),
    syntaxHighlight: 'shiki',
    shikiConfig: {
      themes: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
      defaultColor: false,
    },
  },
  vite: {
    build: { assetsInlineLimit: 0, target: 'es2022' },
    worker: {
      format: 'es',
      plugins: () => [fetchedTogether()],
      rolldownOptions: { output: { codeSplitting: workerChunks() } },
    },
    ssr: { external: ['@tensorflow/tfjs'] },
  },
});
