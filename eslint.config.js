// @ts-check
import astro from 'eslint-plugin-astro';
import boundaries from 'eslint-plugin-boundaries';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Which room may import which (the README's map of the house). A room may always import itself. */
const rooms = {
  pages: ['layouts', 'components', 'registry', 'markdown', 'links', 'offline', 'i18n'],
  layouts: ['components', 'registry', 'markdown', 'links', 'i18n', 'styles'],
  components: ['registry', 'lab', 'markdown', 'links', 'offline', 'i18n', 'styles'],
  registry: ['demos', 'checks', 'lab', 'numerics', 'i18n'],
  demos: ['lab', 'numerics', 'i18n'],
  checks: ['numerics', 'i18n'],
  // The Markdown steps look demos' parameters up to check an article's overrides and links.
  markdown: ['links', 'lab', 'i18n'],
  links: ['markdown', 'i18n'],
  lab: ['numerics', 'i18n'],
  numerics: [],
  i18n: [],
  offline: ['links'],
  hosting: [],
  styles: [],
};
const names = Object.keys(rooms);

export default tseslint.config(
  { ignores: ['dist/', '.astro/', '.cache/', 'test-results/', 'playwright-report/', 'public/', 'tests/fixtures/'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  ...svelte.configs.recommended,
  ...astro.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.worker, ...globals.node },
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte', '.astro'],
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-invalid-void-type': ['error', { allowAsThisParameter: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-definitions': 'error',
      // The compiler asks for obj['name'] on index signatures.
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser, svelteConfig } },
    rules: {
      // Props of components and modules found by glob reach the template with their own types; the script checks them.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
    },
  },
  // Astro's templates are typed by `astro check`; typed lint does not see through their components.
  {
    files: ['**/*.astro', '**/*.astro/*.ts', '**/*.astro/*.js', '**/*.js', '**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    files: ['src/**/*.{ts,svelte,astro}'],
    plugins: { boundaries },
    settings: {
      'boundaries/elements': names.map((type) => ({ type, pattern: `src/${type}` })),
      'boundaries/dependency-nodes': ['import', 'export', 'dynamic-import'],
      'import/resolver': {
        typescript: { alwaysTryTypes: true },
        node: { extensions: ['.ts', '.svelte', '.astro', '.js'] },
      },
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          message: 'one room does not import the other: see the map of the house in README.md',
          policies: [
            { allow: { to: { module: { origin: 'external' } } } },
            { allow: { to: { module: { origin: 'core' } } } },
            ...Object.entries(rooms).map(([type, others]) => ({
              from: { element: { type } },
              allow: { to: { element: { types: { anyOf: [type, ...others] } } } },
            })),
          ],
        },
      ],
    },
  },
  {
    files: ['src/numerics/**'],
    ignores: ['src/numerics/**/*.tensor.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(?!\\.|d3$|d3-|ml-matrix$)',
              message: 'numerics imports d3 and ml-matrix only',
              allowTypeImports: true,
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/**/*.{ts,svelte,astro}'],
    ignores: ['src/registry/server.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: '@tensorflow/tfjs',
              message: 'pages import @tensorflow/tfjs-core and one backend; the union package serves Node',
              allowTypeImports: true,
            },
          ],
        },
      ],
    },
  },
  { files: ['tests/**', 'scripts/**'], rules: { 'no-console': 'off' } },
);
