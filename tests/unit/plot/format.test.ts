import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatFixed,
  formatMeasure,
  formatPower,
  formatScientific,
  formatSigned,
} from '../../../src/lab/plot/format.ts';

describe('numbers as a reader sees them', () => {
  it('fixed digits with a real minus sign, none on zero', () => {
    expect([
      formatFixed(-0.5),
      formatFixed(-0.001),
      formatFixed(2, 0),
      formatFixed(NaN),
      formatFixed(-Infinity),
    ]).toEqual(['−0.50', '0.00', '2', '–', '−∞']);
  });
  it('whole numbers in groups of three', () => {
    expect([formatCount(29312), formatCount(7), formatCount(-1234567)]).toEqual(['29,312', '7', '−1,234,567']);
  });
  it('signed changes', () => {
    expect([formatSigned(0.52), formatSigned(-0.31), formatSigned(0), formatSigned(0.001)]).toEqual([
      '+0.52',
      '−0.31',
      '0.00',
      '0.00',
    ]);
  });
  it('powers of ten', () => {
    expect([
      formatScientific(3.2e-7),
      formatScientific(-1234, 3),
      formatScientific(0),
      formatScientific(9.99e-8),
    ]).toEqual(['3·10⁻⁷', '−1.23·10³', '0', '1·10⁻⁷']);
  });
  it('a measure takes the form that shows it', () => {
    expect([formatMeasure(0.9213), formatMeasure(3e-7), formatMeasure(123456), formatMeasure(0)]).toEqual([
      '0.921',
      '3·10⁻⁷',
      '1.23·10⁵',
      '0.000',
    ]);
  });
  it('axis labels of a log scale', () => {
    expect([1, 10, 100, 1000, 1e6, 0.1, 0.01, 0.001, 20, 0.5].map(formatPower)).toEqual([
      '1',
      '10',
      '100',
      '10³',
      '10⁶',
      '0.1',
      '0.01',
      '10⁻³',
      '20',
      '0.5',
    ]);
  });
});
