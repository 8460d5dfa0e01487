/** The site's languages. English lives at `/`, Chinese at `/zh/`. */
export const langs = ['en', 'zh'] as const;
export type Lang = (typeof langs)[number];
export const defaultLang: Lang = 'en';

/** A text in both languages; a missing one is a type error. */
export type Localized = Readonly<Record<Lang, string>>;

/** BCP 47 tags for `lang` attributes and `Intl`. */
export const locale: Localized = { en: 'en', zh: 'zh-Hans' };

/** The other language of a pair. */
export const otherLang = (lang: Lang): Lang => (lang === 'en' ? 'zh' : 'en');

/** Path prefix of a language: '' for English, '/zh' for Chinese. */
export const langPrefix = (lang: Lang): string => (lang === 'en' ? '' : `/${lang}`);
