import { describe, expect, it } from 'vitest';
import { isoDate, longDate, shortDate } from '../../../src/i18n/dates.ts';
import { langs } from '../../../src/i18n/lang.ts';
import { strings, t } from '../../../src/i18n/strings.ts';

describe('interface strings', () => {
  it('have the same keys in both languages', () => {
    expect(Object.keys(strings.zh)).toEqual(Object.keys(strings.en));
  });
  it.each(langs)('%s: none is empty', (lang) => {
    for (const value of Object.values(t(lang))) if (typeof value === 'string') expect(value.trim()).not.toBe('');
  });
  it('call the news by their exact names', () => {
    expect([t('en').latest, t('zh').latest]).toEqual(['LATEST UPDATES', '最新更新']);
  });
  it('English counts one and many; Chinese has measure words', () => {
    expect([t('en').demoCount(1), t('en').demoCount(4)]).toEqual(['1 demo', '4 demos']);
    expect([t('en').checkedCount(1), t('en').checkedCount(6)]).toEqual(['1 checked equation', '6 checked equations']);
    expect([t('zh').demoCount(1), t('zh').articleCount(2)]).toEqual(['1 个演示', '2 篇文章']);
  });
  it('Chinese uses full-width punctuation beside Han', () => {
    for (const value of Object.values(t('zh'))) {
      if (typeof value === 'string') expect(value).not.toMatch(/[\u4e00-\u9fff][,.:;!?]/);
    }
  });
});

describe('dates', () => {
  const day = new Date('2026-11-22T00:00:00Z');
  it('are written as each language writes them, whatever the time zone of the builder', () => {
    expect([longDate(day, 'en'), shortDate(day, 'en')]).toEqual(['22 November 2026', '22 Nov 2026']);
    expect([longDate(day, 'zh'), shortDate(day, 'zh')]).toEqual(['2026年11月22日', '2026年11月22日']);
    expect(isoDate(day)).toBe('2026-11-22');
  });
});
