/** What a host has to send when very many read: arithmetic on the bytes of a visit. */
import { rounded, type Row } from './report.ts';
import { median } from './statistics.ts';

const readers = 1_000_000;
const secondsPerDay = 86_400;
const daysPerMonth = 30;
/** Requests in the busiest second over those in an average one. */
export const peakFactor = 5;

/** A day of a million readers who each cause so many requests and bytes. */
export function readersDay(who: string, requests: number, bytes: number): Row {
  const perSecond = (readers * requests) / secondsPerDay;
  return {
    'each reader': who,
    'requests a day, million': rounded((readers * requests) / 1e6),
    'TB a day': rounded((readers * bytes) / 1e12),
    'TB a month': rounded((daysPerMonth * readers * bytes) / 1e12),
    'requests a second': Math.round(perSecond),
    'peak requests a second': Math.round(peakFactor * perSecond),
    'peak Gbit/s': rounded((8 * peakFactor * readers * bytes) / secondsPerDay / 1e9),
  };
}

/** Articles read to the end, in the middle of all articles: with an empty cache, and on the next visit. */
export function millionReaders(readings: readonly Row[]): Row[] {
  const middle = (column: string): number => median(readings.map((row) => Number(row[column])));
  return [
    readersDay('comes for the first time', middle('requests'), middle('sent B')),
    readersDay('has been here before', middle('requests again'), middle('sent again B')),
  ];
}
