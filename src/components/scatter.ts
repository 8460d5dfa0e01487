/** Decorative noise: points scattered evenly over a box, the same in every build. */

/** Numbers in [0, 1) from a seed: a small linear congruential generator, good enough for decoration. */
function uniform(seed: number): () => number {
  let state = seed * 7919 + 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** `count` points as an SVG path of empty strokes, to be drawn with round caps. */
export function scatter(count: number, width: number, height: number, seed: number): string {
  const next = uniform(seed);
  return Array.from(
    { length: count },
    () => `M${String(Math.round(next() * width))} ${String(Math.round(next() * height))}h0`,
  ).join('');
}
