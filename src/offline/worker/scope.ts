/** What the worker uses of its global scope. TypeScript's own library for workers cannot be loaded beside the one for pages. */

export interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
export interface FetchEvent extends ExtendableEvent {
  readonly clientId: string;
  readonly request: Request;
}
export interface Client {
  readonly id: string;
  readonly url: string;
}
export interface MessageFromPage extends ExtendableEvent {
  readonly data: unknown;
  readonly source: Client | null;
}
interface Events {
  readonly activate: ExtendableEvent;
  readonly message: MessageFromPage;
}
export interface WorkerScope {
  readonly clients: { matchAll(options: { includeUncontrolled: boolean; type: 'window' }): Promise<readonly Client[]> };
  addEventListener<K extends keyof Events>(type: K, listener: (event: Events[K]) => void): void;
}

export const scope = globalThis as unknown as WorkerScope;
