/** Names of exported targets: "Figure 1", with a full stop before a caption. */
import type { Lang } from '../../i18n/lang.ts';
import type { Target } from '../outline.ts';
import { reading } from '../reading.ts';

const stop = { en: '. ', zh: '　' } as const;

/** What stands before a caption: "Figure 1. ", "图 1　". */
export const captionLabel = (target: Target, lang: Lang): string => `${reading(target, lang)}${stop[lang]}`;
