/** What an equation's check is: the same function runs in the test suite and, on a click, on the reader's device. */
import type { Localized } from '../i18n/lang.ts';
import type { Random } from '../numerics/random.ts';
import type { Tf } from '../numerics/tf.tensor.ts';

export type { Tf };

export interface Check<Input = unknown> {
  /** What is claimed, in a sentence, with its norm: shown beside the result. */
  readonly claim: Localized;
  /** Draws one random case. */
  sample(this: void, random: Random): Input;
  /** How far the equation is from holding for a case, in float64. 0 or below means no violation for an inequality. */
  error(this: void, input: Input): number;
  readonly tolerance: number;
  /** The same on tensors in single precision. */
  readonly onDevice?: {
    error(this: void, input: Input, tf: Tf): Promise<number>;
    readonly tolerance: number;
    /** True when `error` takes gradients: their rules are loaded first. */
    readonly gradients?: boolean;
  };
}

/** `checks/<slug>.ts` has `export default { 'eq-label': check({...}) } satisfies Checks`. */
export type Checks = Readonly<Record<string, Check>>;
export const check = <Input>(definition: Check<Input>): Check<Input> => definition;
