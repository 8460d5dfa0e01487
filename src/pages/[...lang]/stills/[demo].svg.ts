/** A demo's still picture as a file, in the state that its article gives it: for feeds, exports and notes. */
import type { APIRoute, InferGetStaticPropsType } from 'astro';
import { stillFile } from '../../../layouts/still-file.ts';
import { demoPaths, file, homeOf } from '../../_data/machines.ts';

export const getStaticPaths = demoPaths;

export const GET: APIRoute<InferGetStaticPropsType<typeof getStaticPaths>> = async ({ props: { demo, lang } }) =>
  file('svg', await stillFile(demo, lang, (await homeOf(demo, lang))?.overrides ?? {}));
