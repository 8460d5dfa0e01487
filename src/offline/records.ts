/** What is known of kept pages, saved series and open pages. */
import { readSeriesFiles, type SeriesFiles } from './page-files.ts';
import { Documents } from './store.ts';

/** A page that is kept whole, by its path. */
export interface KeptPage {
  readonly title: string;
  /** Its list: names the version that is kept. */
  readonly list: string;
  /** The reader asked for it; otherwise it is here because it was read, and goes when others come. */
  readonly saved: boolean;
  /** When it was last read or saved, in ms. */
  readonly at: number;
}
/** A page that is open, by the browser's id of it: its scripts are needed although a newer version may be kept. */
export interface OpenPage {
  readonly list: string;
  readonly at: number;
}
export type SavedSeries = SeriesFiles;

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

export const keptPages = new Documents<KeptPage>('pages', (value) => {
  const { title, list, saved, at } = fieldsOf(value);
  return typeof title === 'string' && typeof list === 'string' && typeof saved === 'boolean' && typeof at === 'number'
    ? { title, list, saved, at }
    : undefined;
});
export const openPages = new Documents<OpenPage>('open', (value) => {
  const { list, at } = fieldsOf(value);
  return typeof list === 'string' && typeof at === 'number' ? { list, at } : undefined;
});
export const savedSeries = new Documents<SavedSeries>('series', readSeriesFiles);
