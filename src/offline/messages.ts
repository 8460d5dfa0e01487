/** What pages tell the worker. A worker may be older or newer than the page: anything that it does not know is passed over. */
import { listFolder } from './page-files.ts';

/** This page is open, with this list of files: keep it. */
export interface OpenMessage {
  readonly kind: 'open';
  readonly list: string;
}
/** This page is open, with this list of files: its reader saves data, so that nothing is fetched for it. */
export interface NoteMessage {
  readonly kind: 'note';
  readonly list: string;
}
/** Nothing is to be kept from now on. */
export interface StopMessage {
  readonly kind: 'stop';
}

/** A list by its name, as the build writes it; nothing that leads out of the folder. */
const isList = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.startsWith(listFolder) &&
  /^[\w-]+(?:\.[\w-]+)*\.json$/.test(value.slice(listFolder.length));

export function readMessage(data: unknown): OpenMessage | NoteMessage | StopMessage | undefined {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return undefined;
  if (data.kind === 'stop') return { kind: 'stop' };
  const { kind, list } = data as { kind: unknown; list?: unknown };
  return (kind === 'open' || kind === 'note') && isList(list) ? { kind, list } : undefined;
}
