/** Saving a series for offline reading, and letting it go. Runs in the page, which shows how far it is. */
import { clearUnneeded } from './clear.ts';
import { isWhole, keepPage, NotKept } from './keep.ts';
import type { SeriesFiles } from './page-files.ts';
import { keptPage, keptPages, markSaved, savedSeries, type KeptPage } from './records.ts';
import { alone } from './store.ts';
import { workerPath } from './switch.ts';

/** `partial`: some pages are here, as after a connection that broke. `outdated`: all are, but of an older version. */
export type SeriesState = 'none' | 'partial' | 'outdated' | 'saved';

/** How much of a series is saved, from what is known of its pages. */
export function stateOf(
  pages: SeriesFiles['pages'],
  known: readonly (Pick<KeptPage, 'saved' | 'list'> | undefined)[],
): SeriesState {
  const saved = known.filter((page) => page?.saved === true).length;
  if (saved === 0) return 'none';
  if (saved < pages.length) return 'partial';
  return pages.every(({ list }, index) => known[index]?.list === list) ? 'saved' : 'outdated';
}

/** The same, from what really lies there: a page that lost one of its files does not count. */
export async function seriesState({ pages }: SeriesFiles): Promise<SeriesState> {
  const known = await Promise.all(
    pages.map(async ({ page }) => {
      const kept = await keptPage(page);
      return kept && (await isWhole(kept)) ? kept : undefined;
    }),
  );
  return stateOf(pages, known);
}

/** Puts the marks back as they were. Pages that were not here before go, with their files. */
async function undo(pages: readonly string[], before: ReadonlyMap<string, KeptPage>): Promise<void> {
  await alone(async () => {
    for (const page of pages)
      if (before.get(page)?.saved === false) await markSaved(page, false).catch(() => undefined);
    await clearUnneeded(pages.filter((page) => !before.has(page)));
  });
}

/**
 * Keeps every page of a series. Throws `NotKept`: when the connection broke, the pages that are complete stay, and another try goes on
 * from there; when there is no room, nothing stays that was not there before.
 * @param progress told how much of the series is here, from 0 to 1
 */
export async function saveSeries(series: SeriesFiles, progress: (share: number) => void): Promise<void> {
  const before = await keptPages();
  const pages = [series.page, ...series.pages.map(({ page }) => page)];
  const wanted = series.pages.length + 1;
  try {
    // For readers who save data there may be no worker yet, which opens what is saved.
    await navigator.serviceWorker.register(workerPath).catch((error: unknown) => {
      throw new NotKept('network', String(error));
    });
    for (const [index, page] of pages.entries()) {
      await keepPage(page, { saved: true, progress: (share) => progress((index + share) / wanted) });
    }
    await alone(() => savedSeries.set(series.page, series));
  } catch (error) {
    if (!(error instanceof NotKept) || error.reason === 'full') await undo(pages, before);
    throw error instanceof NotKept ? error : new NotKept('full', String(error));
  }
}

/** Lets go of a series: its page, its articles and what only they needed. */
export const removeSeries = ({ page, pages }: SeriesFiles): Promise<void> =>
  alone(async () => {
    await savedSeries.delete(page);
    const others = [...(await savedSeries.all()).values()].flatMap((one) => one.pages.map((article) => article.page));
    await clearUnneeded([page, ...pages.map((article) => article.page)].filter((one) => !others.includes(one)));
  });
