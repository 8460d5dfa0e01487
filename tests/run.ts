/**
 * `npm test`: everything, in the order in which a mistake is cheapest to find. Installs a browser where there is none.
 * `npm test -- lint unit` runs only the named steps. Ends with one line of counts.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { findChromium, hasBrowser } from './support/chromium.ts';
import { findNginx } from './support/nginx.ts';
import { aptInstall } from './support/which.ts';

interface Counts {
  passed: number;
  failed: number;
}
interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Reads how many tests the step ran; a step without it counts as one. */
  readonly counts?: () => Counts;
}

function run(command: readonly string[]): boolean {
  const [program = '', ...rest] = command;
  return (
    spawnSync(program, rest, { stdio: 'inherit', env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' } }).status === 0
  );
}

const json = (file: string): unknown => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});
function vitestCounts(step: 'unit' | 'clients'): Counts {
  const report = json(`test-results/${step}.json`) as { numPassedTests?: number; numFailedTests?: number };
  return { passed: report.numPassedTests ?? 0, failed: report.numFailedTests ?? 0 };
}
function browserCounts(): Counts {
  const { stats } = json('test-results/browser.json') as {
    stats?: { expected: number; flaky: number; unexpected: number };
  };
  return { passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0), failed: stats?.unexpected ?? 0 };
}

const steps: readonly Step[] = [
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'sync', command: ['astro', 'sync'] },
  { name: 'lint', command: ['eslint', '--max-warnings', '0', '.'] },
  { name: 'types', command: ['astro', 'check', '--minimumFailingSeverity', 'warning'] },
  { name: 'svelte', command: ['svelte-check', '--fail-on-warnings', '--tsconfig', './tsconfig.json'] },
  {
    name: 'unit',
    command: ['vitest', 'run', '--reporter=default', '--reporter=json', '--outputFile.json=test-results/unit.json'],
    counts: () => vitestCounts('unit'),
  },
  { name: 'build', command: ['astro', 'build'] },
  {
    name: 'clients',
    command: [
      'vitest',
      'run',
      '--config=vitest.clients.config.ts',
      '--reporter=default',
      '--reporter=json',
      '--outputFile.json=test-results/clients.json',
    ],
    counts: () => vitestCounts('clients'),
  },
  { name: 'browser', command: ['playwright', 'test'], counts: browserCounts },
];

/** nginx for the tests of the published site, where packages can be installed; without it those tests are left out. */
function installNginx(): void {
  if (findNginx() === undefined) aptInstall('nginx', 'libnginx-mod-http-brotli-static');
}

/** Debian's Chromium as root, or Playwright's own where that can be downloaded. */
function installBrowser(): void {
  if (hasBrowser()) return;
  console.log('No Chromium found: installing one.');
  aptInstall('chromium', 'fonts-noto-cjk');
  if (findChromium() === undefined) run(['playwright', 'install', 'chromium']);
  if (!hasBrowser()) {
    console.error(
      'No browser could be installed. Install Chromium, or set CHROMIUM to the path of one, and run again.',
    );
    process.exit(1);
  }
}

const asked = process.argv.slice(2);
const chosen = asked.length > 0 ? steps.filter(({ name }) => asked.includes(name)) : steps;
if (chosen.some(({ name }) => name === 'browser' || name === 'unit')) installBrowser();
if (chosen.some(({ name }) => name === 'browser' || name === 'clients')) installNginx();
mkdirSync('test-results', { recursive: true });

const total: Counts = { passed: 0, failed: 0 };
for (const { name, command, counts } of chosen) {
  console.log(`\n── ${name}: ${command.join(' ')}`);
  const started = Date.now();
  const ok = run(command);
  const counted = counts?.() ?? { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  total.passed += counted.passed;
  total.failed += counted.failed + (!ok && counted.failed === 0 ? 1 : 0);
  console.log(`── ${name}: ${ok ? 'passed' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(0)} s`);
  // The browser tests need a site; the rest can still tell what else is wrong.
  if (!ok && name === 'build') break;
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
