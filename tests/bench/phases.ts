/** Where the time of a build goes, from the times in Astro's own log. */

/** Seconds of each phase, to the second. */
export type Phases = Readonly<Record<string, number>>;

/** What each phase ends with in the log, in order. */
const ends: readonly (readonly [name: string, line: RegExp])[] = [
  ['checking s', /\[build\] Building static entrypoints/],
  ['compiling s', /\[vite\] ✓ built in/],
  ['rendering s', /\[math-fonts\]/],
  ['previews, search s', /\[previews-and-search\] previews and search index/],
  ['compressing s', /\[precompress\] .*files compressed/],
];

const secondOf = (line: string): number | undefined => {
  const [, hours, minutes, seconds] = /^(\d\d):(\d\d):(\d\d) /.exec(line) ?? [];
  return hours === undefined ? undefined : 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds);
};

/** Seconds from one time of day to a later one, which may be past midnight. */
const between = (from: number, to: number): number => (to - from + 86_400) % 86_400;

/** What the log of a build (without colours) says; phases that it does not show are left out. */
export function phasesOf(log: string): Phases {
  const lines = log.split('\n').flatMap((line) => {
    const second = secondOf(line);
    return second === undefined ? [] : [{ line, second }];
  });
  const phases: Record<string, number> = {};
  let before = lines[0]?.second;
  for (const [name, end] of ends) {
    const found = lines.findLast(({ line }) => end.test(line));
    if (!found || before === undefined) continue;
    phases[name] = between(before, found.second);
    before = found.second;
  }
  return phases;
}
