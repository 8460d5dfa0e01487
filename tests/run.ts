/**
 * `npm test`: everything, in the order in which a mistake is cheapest to find. Installs a browser where there is none.
 * `npm test -- lint unit` runs only the named steps. Ends with one line of counts.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { enginePackages, findFirefox, findWebKit } from './support/engines.ts';
import { installBrowser, installNginx } from './support/install.ts';
import { aptInstall } from './support/which.ts';

interface Counts {
  passed: number;
  failed: number;
  /** Left out, because something is not installed here. */
  skipped: number;
}
interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Reads how many tests the step ran; a step without it counts as one. */
  readonly counts?: () => Counts;
  /** Runs on one core beside the steps that follow, until the first that has counts; what it prints comes when it has ended. */
  readonly beside?: boolean;
}

/** Runs a command; whether it succeeded. With `held` its output is kept until it ends, so that it does not mix with that of others. */
function run([program = '', ...rest]: readonly string[], held = false): Promise<boolean> {
  const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' };
  const child = spawn(program, rest, { stdio: held ? ['ignore', 'pipe', 'pipe'] : 'inherit', env });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => output.push(chunk));
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.once('close', (code) => {
      process.stdout.write(Buffer.concat(output));
      resolve(code === 0);
    });
  });
}

const json = (file: string): unknown => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});
const vitest = (step: string, ...more: string[]): readonly string[] => [
  'vitest',
  'run',
  ...more,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=test-results/${step}.json`,
];
function vitestCounts(step: string): Counts {
  const report = json(`test-results/${step}.json`) as {
    numPassedTests?: number;
    numFailedTests?: number;
    numPendingTests?: number;
  };
  const { numPassedTests: passed = 0, numFailedTests: failed = 0, numPendingTests: skipped = 0 } = report;
  return { passed, failed, skipped };
}
function browserCounts(): Counts {
  const { stats } = json('test-results/browser.json') as {
    stats?: { expected: number; flaky: number; unexpected: number; skipped: number };
  };
  return {
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: stats?.unexpected ?? 0,
    skipped: stats?.skipped ?? 0,
  };
}

const steps: readonly Step[] = [
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'sync', command: ['astro', 'sync'] },
  { name: 'lint', command: ['eslint', '--max-warnings', '0', '.'], beside: true },
  { name: 'types', command: ['astro', 'check', '--minimumFailingSeverity', 'warning'] },
  { name: 'svelte', command: ['svelte-check', '--fail-on-warnings', '--tsconfig', './tsconfig.json'] },
  { name: 'unit', command: vitest('unit'), counts: () => vitestCounts('unit') },
  { name: 'build', command: ['astro', 'build'] },
  {
    name: 'clients',
    command: vitest('clients', '--config=vitest.clients.config.ts'),
    counts: () => vitestCounts('clients'),
  },
  {
    name: 'engines',
    command: vitest('engines', '--config=vitest.engines.config.ts'),
    counts: () => vitestCounts('engines'),
  },
  { name: 'browser', command: ['playwright', 'test'], counts: browserCounts },
];

/** Firefox and WebKit, where packages can be installed; the tests of one that is not there are left out. */
function installEngines(): void {
  const missing = (): string[] => [
    ...(findFirefox() === undefined ? ['Firefox'] : []),
    ...(findWebKit() === undefined ? ['WebKit'] : []),
  ];
  if (missing().length > 0) aptInstall(...enginePackages);
  for (const name of missing())
    console.log(`${name} could not be installed: its tests are left out (docs/engines.md).`);
}

const asked = process.argv.slice(2);
const chosen = asked.length > 0 ? steps.filter(({ name }) => asked.includes(name)) : steps;
if (chosen.some(({ name }) => name === 'browser' || name === 'unit')) installBrowser();
if (chosen.some(({ name }) => ['browser', 'clients', 'engines'].includes(name))) installNginx();
if (chosen.some(({ name }) => name === 'engines')) installEngines();
mkdirSync('test-results', { recursive: true });

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
async function perform({ name, command, counts, beside = false }: Step): Promise<boolean> {
  console.log(`\n── ${name}: ${command.join(' ')}`);
  const started = Date.now();
  const ok = await run(command, beside);
  const counted = counts?.() ?? { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  total.passed += counted.passed;
  total.skipped += counted.skipped;
  total.failed += counted.failed + (!ok && counted.failed === 0 ? 1 : 0);
  console.log(`── ${name}: ${ok ? 'passed' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(0)} s`);
  return ok;
}

const besides: Promise<boolean>[] = [];
for (const step of chosen) {
  if (step.beside) {
    besides.push(perform(step));
    continue;
  }
  if (step.counts) await Promise.all(besides);
  // The browser tests need a site; the rest can still tell what else is wrong.
  if (!(await perform(step)) && step.name === 'build') break;
}
await Promise.all(besides);
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
