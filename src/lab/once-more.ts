/** Scripts that fail to load. */

/** Milliseconds before the second attempt: what stood in the way of the first may be over by then. */
const pause = 500;
export const aMoment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pause));

/** Loads something; when that fails, once more a little later. */
export async function onceMore<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch {
    await aMoment();
    return load();
  }
}

/** What browsers throw when a module can't be fetched is a TypeError whose words differ; from a worker it keeps its name, not its class. */
export const isMissingScript = (error: unknown): boolean =>
  error instanceof Error && error.name === 'TypeError' && /module|import/i.test(error.message);
