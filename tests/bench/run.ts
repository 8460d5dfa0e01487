/**
 * `npm run bench`: what the built site weighs, how quickly it answers, how fast networks train in it and how the build grows, as
 * tables, and as test-results/bench.json. Measures; passes no judgement. Figures depend on the machine and on what else runs
 * there: compare only runs of one machine, at rest.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { format, resolveConfig } from 'prettier';
import { installBrowser, installNginx } from '../support/install.ts';
import { parseArguments, usage, type BenchOptions, type SectionName } from './arguments.ts';
import { launchBrowser } from './browser.ts';
import { budgetRows } from './budgets.ts';
import { measureBuild, measureGrowth } from './build.ts';
import { measureDemos } from './demos.ts';
import { withTables } from './document.ts';
import { measureLighthouse } from './lighthouse.ts';
import { measureLoad } from './load.ts';
import { measureAddresses, measurePages } from './pages.ts';
import { machineName, Report } from './report.ts';
import { dist, root, serveSite, type Site } from './site.ts';
import { measureTraining } from './training.ts';

/** Runs `work` with the built site served. */
async function withSite(work: (site: Site) => Promise<void>): Promise<void> {
  const site = await serveSite();
  try {
    await work(site);
  } finally {
    site.stop();
  }
}

async function withBrowser(work: (browser: Browser) => Promise<void>): Promise<void> {
  const browser = await launchBrowser();
  try {
    await work(browser);
  } finally {
    await browser.close();
  }
}

type Section = (report: Report, options: BenchOptions) => Promise<void>;
const sections: Readonly<Record<SectionName, Section>> = {
  build: (report) => measureBuild(report),
  pages: (report, options) =>
    withSite((site) => withBrowser((browser) => measurePages(report, browser, site, options))),
  lighthouse: (report, options) => withSite((site) => measureLighthouse(report, site, options)),
  load: (report, options) => withSite((site) => measureLoad(report, site, options)),
  demos: (report, options) =>
    withSite((site) => withBrowser((browser) => measureDemos(report, browser, site, options))),
  training: (report, options) => withBrowser((browser) => measureTraining(report, browser, options)),
  growth: (report, options) => measureGrowth(report, options),
  tables: () => Promise.resolve(),
};
const needSite: readonly SectionName[] = ['pages', 'lighthouse', 'load', 'demos'];
const needBrowser: readonly SectionName[] = ['pages', 'lighthouse', 'demos', 'training'];

/** A browser and nginx, where something is to be measured with them. */
function install({ urls }: BenchOptions, chosen: readonly SectionName[]): void {
  if (urls.length > 0 || chosen.some((name) => needBrowser.includes(name))) installBrowser();
  if (chosen.some((name) => needSite.includes(name) || name === 'training')) installNginx();
}

async function run(options: BenchOptions): Promise<void> {
  const report = new Report(join(root, '.cache/bench.json'), join(root, 'test-results/bench.json'));
  const built = existsSync(join(dist, 'index.html'));
  let chosen = options.sections;
  if (options.noBuild) chosen = chosen.filter((name) => name !== 'build');
  else if (!chosen.includes('build') && !built && chosen.some((name) => needSite.includes(name)))
    chosen = ['build', ...chosen];
  install(options, chosen);
  for (const name of chosen) {
    const started = performance.now();
    await sections[name](report, options);
    console.log(`\n── ${name}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
  }
  if (options.urls.length > 0 && !chosen.includes('pages'))
    await withBrowser((browser) => measureAddresses(report, browser, options));
  report.table('Budgets', `the worst of each, from the newest tables; ${machineName()}`, budgetRows(report.tables));
  if (options.write) for (const name of documents) await refresh(join(root, name), report);
}

const documents = ['docs/performance.md', 'docs/scaling.md'];

async function refresh(file: string, report: Report): Promise<void> {
  const text = withTables(readFileSync(file, 'utf8'), report.tables);
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}

const argv = process.argv.slice(2);
if (argv.includes('--help')) console.log(usage);
else {
  try {
    await run(parseArguments(argv));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
