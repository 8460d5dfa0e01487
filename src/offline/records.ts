/** What is known of kept pages, saved series and open pages. */
import { readSeriesFiles } from './page-files.ts';
import { noteOf, seal, sealOf, unseal } from './sealed.ts';
import { Documents, openPages } from './store.ts';

/** A page that is kept. Noted with its HTML: neither is ever there without the other. */
export interface KeptPage {
  readonly title: string;
  /** Its list of files: names the version that is kept. */
  readonly list: string;
  /** The reader asked for it; otherwise it is here because it was read, and goes when others come. */
  readonly saved: boolean;
}

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

function readKeptPage(note: unknown): KeptPage | undefined {
  const { title, list, saved } = fieldsOf(note);
  return typeof title === 'string' && typeof list === 'string' && typeof saved === 'boolean'
    ? { title, list, saved }
    : undefined;
}

/** What is kept of a page, by its path. */
export async function keptPage(page: string): Promise<KeptPage | undefined> {
  const kept = await (await openPages()).match(page);
  return kept && readKeptPage(noteOf(kept));
}

/** All kept pages, by path. */
export async function keptPages(): Promise<Map<string, KeptPage>> {
  const cache = await openPages();
  const found = new Map<string, KeptPage>();
  for (const request of await cache.keys()) {
    const kept = await cache.match(request);
    const note = kept && readKeptPage(noteOf(kept));
    if (note) found.set(new URL(request.url).pathname, note);
  }
  return found;
}

/** Notes whether a page is to stay. Nothing happens where it is not kept, or not whole. */
export async function markSaved(page: string, saved: boolean): Promise<void> {
  const cache = await openPages();
  const kept = await cache.match(page);
  const note = kept && readKeptPage(noteOf(kept));
  if (!note || note.saved === saved) return;
  const digest = sealOf(kept);
  const whole = await unseal(kept);
  if (whole && digest) await cache.put(page, seal(whole, await whole.arrayBuffer(), digest, { ...note, saved }));
}

const readTime = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
/** When pages were last read, in ms, by path. */
export const readAt = new Documents<number>('read', readTime);

/** An open page, by the browser's id of it: its scripts are needed although a newer version of it may be kept by now. */
export interface OpenPage {
  readonly list: string;
  readonly at: number;
}
export const open = new Documents<OpenPage>('open', (value) => {
  const { list, at } = fieldsOf(value);
  return typeof list === 'string' && typeof at === 'number' ? { list, at } : undefined;
});

/** Series that the reader saved, by the path of their page. */
export const savedSeries = new Documents('series', readSeriesFiles);
