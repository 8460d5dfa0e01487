/** Calendar days as each language writes them. All dates are days at midnight UTC: never shifted by the builder's zone. */
import { locale } from './lang.ts';
import type { Lang } from './lang.ts';

const formatter = (lang: Lang, month: 'long' | 'short'): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : locale[lang], {
    day: 'numeric',
    month,
    year: 'numeric',
    timeZone: 'UTC',
  });

const long = { en: formatter('en', 'long'), zh: formatter('zh', 'long') };
const short = { en: formatter('en', 'short'), zh: formatter('zh', 'long') };

/** "22 November 2026", "2026年11月22日". */
export const longDate = (day: Date, lang: Lang): string => long[lang].format(day);
/** "22 Nov 2026", "2026年11月22日". */
export const shortDate = (day: Date, lang: Lang): string => short[lang].format(day);
/** "2026-11-22", for `datetime` attributes. */
export const isoDate = (day: Date): string => day.toISOString().slice(0, 10);
