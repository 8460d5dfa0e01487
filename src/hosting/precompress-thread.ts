/** The thread that compresses a folder, named in its `workerData`; posts how many files it compressed. */
import { parentPort, workerData } from 'node:worker_threads';
import { precompressFolder } from './precompress-folder.ts';

parentPort?.postMessage(await precompressFolder(String(workerData)));
