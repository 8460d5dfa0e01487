/** Lists of files that are kept. */
import { readPageFiles, type PageFiles } from './page-files.ts';
import { unseal } from './sealed.ts';

/** A list by its address, if it is there and whole. */
export async function knownList(files: Cache, list: string): Promise<PageFiles | undefined> {
  try {
    return readPageFiles(await (await unseal(await files.match(list)))?.json());
  } catch {
    return undefined;
  }
}
