/** Numbers of this demo as they are printed. */
import { formatScientific } from '../../lab/plot/format.ts';

/** Three significant digits: 0.871, 21.4, 3.54·10⁻⁴. */
export function figure(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e4) return formatScientific(value, 3);
  return String(Number(value.toPrecision(3))).replace('-', '−');
}

/** A share as a percentage without decimals; "<1%" for what is small and not nothing. */
export const percent = (share: number): string => (share > 0 && share < 0.005 ? '<1%' : `${Math.round(100 * share)}%`);
