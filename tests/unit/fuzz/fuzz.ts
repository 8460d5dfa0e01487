/** What the tests of inputs at random share: texts that make trouble, and cases that are counted. */
import fc from 'fast-check';

const odd = [
  '', '-0', 'NaN', '1e999', '-Infinity', '0x10', '%', '%zz', '%ff', '\ud800', '\u202eabc', '\u0000', '__proto__', 'constructor',
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', 'javascript:alert(1)', '{@html 1}', "'; --", '９９', '9'.repeat(3000),
] as const; // prettier-ignore
/** Any text: random characters, numbers, JSON, and what has made trouble elsewhere. */
export const anyText = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 2, arbitrary: fc.constantFrom(...odd) },
  { weight: 1, arbitrary: fc.double().map(String) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
);

let sum = 0;
/** Cases tried so far in this file of tests. */
export const casesTried = (): number => sum;

/** Tries `holds` on `cases` inputs and counts them. */
export function fuzz<T>(input: string, cases: number, arbitrary: fc.Arbitrary<T>, holds: (value: T) => void): void {
  let tried = 0;
  fc.assert(
    fc.property(arbitrary, (value) => {
      tried += 1;
      holds(value);
    }),
    { numRuns: cases },
  );
  sum += tried;
  console.log(`fuzz: ${String(tried)} cases of ${input}`);
}
