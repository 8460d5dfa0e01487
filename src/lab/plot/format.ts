/** Numbers as a reader sees them: a real minus sign, fixed digits, powers of ten. The same in both languages. */

const minus = '−';
const superscripts: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

/** What is printed for NaN: no number. */
export const noNumber = '–';

const withMinus = (text: string): string => text.replace('-', minus);

/** An integer as a superscript: −7 → "⁻⁷". */
export const superscript = (exponent: number): string =>
  Array.from(String(exponent))
    .map((c) => superscripts[c] ?? c)
    .join('');

/** NaN and infinities, which toFixed would spell in letters. */
function special(value: number): string | undefined {
  if (Number.isNaN(value)) return noNumber;
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${minus}∞`;
  return undefined;
}

/** Fixed decimals: (−0.5, 2) → "−0.50". What rounds to zero has no sign. */
export function formatFixed(value: number, digits = 2): string {
  const text = special(value) ?? value.toFixed(digits);
  return withMinus(/^-[0.]*$/.test(text) ? text.slice(1) : text);
}

/** Whole numbers, with commas between thousands: 29312 → "29,312". */
export const formatCount = (value: number): string => withMinus(value.toLocaleString('en-US'));

/** As formatFixed, with a sign before positive numbers too: changes and partial scores. */
export function formatSigned(value: number, digits = 2): string {
  const text = formatFixed(value, digits);
  return value > 0 && /[1-9∞]/.test(text) ? `+${text}` : text;
}

/** Powers of ten: (3.2e-7) → "3·10⁻⁷"; (1234, 3) → "1.23·10³". `significant` digits of the factor. */
export function formatScientific(value: number, significant = 1): string {
  const odd = special(value);
  if (odd !== undefined || value === 0) return odd ?? '0';
  const [factor = '', exponent = '0'] = value.toExponential(significant - 1).split('e');
  return withMinus(`${factor}·10${superscript(Number(exponent))}`);
}

/**
 * A measured figure: fixed decimals where they show it, a power of ten where they would not (very small or at least 10⁵).
 * (0.9213, 3) → "0.921"; (3e-7, 3) → "3·10⁻⁷"; (123456, 3) → "1.23·10⁵".
 */
export function formatMeasure(value: number, digits = 3): string {
  const size = Math.abs(value);
  if (size === 0 || Number.isNaN(value)) return formatFixed(value, digits);
  if (size >= 1e5) return formatScientific(value, 3);
  return size < 10 ** -digits ? formatScientific(value, 1) : formatFixed(value, digits);
}

/** A power of ten as an axis prints it: 1, 10, 100, then 10³, 10⁴; 0.1, 0.01, then 10⁻³. Others in plain digits. */
export function formatPower(value: number): string {
  const exponent = Math.log10(value);
  const whole = Math.round(exponent);
  if (Math.abs(exponent - whole) > 1e-9) return withMinus(String(Number(value.toPrecision(3))));
  if (whole > 2 || whole < -2) return `10${superscript(whole)}`;
  return String(Number((10 ** whole).toFixed(2)));
}
