/** Small numbers for people: 3·10⁻⁷ instead of 3e-7. */
const superscripts: Readonly<Record<string, string>> = {
  '-': '⁻', '0': '⁰', '1': '¹', '2': '²', '3': '³', '4': '⁴', '5': '⁵', '6': '⁶', '7': '⁷', '8': '⁸', '9': '⁹',
}; // prettier-ignore

/** A number with one significant digit and a power of ten; 0 and infinities as they are. */
export function powerOfTen(value: number): string {
  if (value === 0) return '0';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const [mantissa = '', exponent = '0'] = value.toExponential(0).split('e');
  const power = Array.from(exponent.replace('+', ''), (digit) => superscripts[digit] ?? digit).join('');
  const sign = mantissa.replace('-', '−');
  return sign === '1' ? `10${power}` : `${sign}·10${power}`;
}
