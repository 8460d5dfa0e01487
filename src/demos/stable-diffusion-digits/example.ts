/** The drawing to start with: a scribbled 3 with straight strokes. */
import { drawingOf } from '../../numerics/digit-drawing.ts';

const blank = '.'.repeat(28);
const stroke = (from: number, to: number): string => '.'.repeat(from) + '#'.repeat(to - from) + '.'.repeat(28 - to);

export const example = drawingOf([
  ...(new Array(5).fill(blank) as string[]),
  stroke(8, 20),
  stroke(8, 21),
  stroke(17, 21),
  stroke(16, 20),
  stroke(15, 19),
  stroke(14, 18),
  stroke(13, 17),
  stroke(12, 18),
  stroke(13, 19),
  stroke(16, 20),
  stroke(17, 21),
  stroke(18, 21),
  stroke(18, 21),
  stroke(18, 21),
  stroke(17, 21),
  stroke(7, 20),
  stroke(7, 19),
]);
