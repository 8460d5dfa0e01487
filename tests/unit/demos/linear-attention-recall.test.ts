import { beforeAll, describe, expect, it } from 'vitest';
import { compute, reference } from '../../../src/demos/linear-attention-recall/compute.ts';
import { rightBits } from '../../../src/demos/linear-attention-recall/describe.ts';
import { parsePairs, settingOf } from '../../../src/demos/linear-attention-recall/pairs.ts';
import demo, { sizes, type Params } from '../../../src/demos/linear-attention-recall/params.ts';
import { defaultValues } from '../../../src/lab/params.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const defaults = defaultValues(demo.params, 'en');
/** Mean over seeds of a number of the frame. */
const mean = (given: Partial<Params>, read: (frame: ReturnType<typeof reference>) => number): number => {
  let sum = 0;
  for (let seed = 1; seed <= 6; seed++) sum += read(reference({ ...defaults, ...given, seed }));
  return sum / 6;
};

describe('linear-attention-recall', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });

  it('reads pairs in several ways of writing them, and passes over the rest', () => {
    const read = (text: string): string[] => parsePairs(text).map(({ key, value }) => `${key}→${value}`);
    expect(read('a=7 b=2')).toEqual(['a→7', 'b→2']);
    expect(read('法国=巴黎，日本：东京、x＝y')).toEqual(['法国→巴黎', '日本→东京', 'x→y']);
    expect(read('nothing = here = =3 b=')).toEqual([]);
    expect(parsePairs('k=v '.repeat(100))).toHaveLength(64);
  });
  it('stores the typed pairs first, then others, and never fewer than were typed', () => {
    const { pairs, typed, stored } = settingOf({ ...defaults, m: 2 });
    expect([typed, stored, pairs.length]).toEqual([6, 6, 256]);
    expect(pairs.slice(5, 8).map(({ key }) => key)).toEqual(['Norway', '#7', '#8']);
  });

  it('known answers at d = 32, m = 33: a sum near Φ(1) = 84 %, delta a little lower but its newest near 97 %, softmax all', () => {
    expect(mean({}, (frame) => frame.accuracy)).toBeCloseTo(0.84, 1.7);
    expect(mean({ memory: 'delta' }, (frame) => frame.accuracy)).toBeCloseTo(0.82, 1.5);
    expect(mean({ memory: 'delta' }, (frame) => frame.newest)).toBeGreaterThan(0.95);
    expect(mean({ memory: 'softmax' }, (frame) => frame.accuracy)).toBe(1);
    expect(mean({ memory: 'elu' }, (frame) => frame.accuracy)).toBeLessThan(0.65);
    expect(reference(defaults).predicted).toBeCloseTo(0.841345, 6);
  });
  it('the curve follows the formula for a sum', () => {
    const frame = reference(defaults);
    expect([...frame.curve.m]).toEqual([...sizes]);
    frame.curve.accuracy.forEach((share) => expect(share).toBeGreaterThan(0.55));
    expect(frame.curve.accuracy[0]).toBe(1);
  });

  it('a key given twice: the delta rule tells the newer value, and the older pair is not counted', () => {
    const frame = reference({ ...defaults, pairs: 'a=7 b=2 a=9', m: 3, memory: 'delta' });
    expect(frame.shown.map(({ overwritten }) => overwritten)).toEqual([true, false, false]);
    expect(frame.shown.map(({ nearest }) => nearest)).toEqual(['9', '2', '9']);
    expect(frame.accuracy).toBe(1);
  });
  it('one pair is recalled exactly by every memory', () => {
    for (const memory of ['sum', 'delta', 'softmax', 'elu'] as const) {
      const [pair] = reference({ ...defaults, pairs: 'a=7', m: 1, memory }).shown;
      expect(pair && rightBits(pair)).toBe(16);
      expect(pair?.nearest).toBe('7');
    }
  });

  it('leaves no tensor, nor when the device fails', async () => {
    for (const memory of ['sum', 'delta', 'softmax', 'elu'] as const) {
      expect((await countingLeaks(tf, () => compute({ ...defaults, memory }, tf))).leaked).toBe(0);
    }
    const broken = {
      ...tf,
      concat: () => {
        throw new Error('lost');
      },
    } as unknown as Tf;
    const before = tf.memory().numTensors;
    await expect(compute(defaults, broken)).rejects.toThrow('lost');
    expect(tf.memory().numTensors).toBe(before);
  });
});
