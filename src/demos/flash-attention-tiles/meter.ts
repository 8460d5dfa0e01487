/** What the meters of the picture show: traffic of the three schemes and room in fast memory, from the parameters alone. */
import {
  keysOutsideTraffic,
  queriesOutsideTraffic,
  schedule,
  standardTraffic,
  workingSet,
  type LoopOrder,
  type Tiling,
} from '../../numerics/flash-attention.ts';
import type { Params } from './params.ts';

/** The parameters that say how the matrix is cut and in which order the tiles are done. */
export const tilingOf = ({ rows, columns, order, causal }: Params): Tiling => ({ rows, columns, order, causal });

export const schemes = ['standard', 'keys', 'queries'] as const;
export type Scheme = (typeof schemes)[number];

/** Elements moved by a whole run in an order; with a causal mask by counting, since hidden tiles are left out. */
function tiledTraffic({ n, d, rows, columns, causal }: Params, order: LoopOrder): number {
  if (!causal) return order === 'keys' ? keysOutsideTraffic(n, d, columns) : queriesOutsideTraffic(n, d, rows);
  return schedule(n, d, { rows, columns, order, causal }).reduce((sum, step) => sum + step.moved, 0);
}

export interface Meters {
  /** Elements moved by a whole run of each scheme; the standard one writes and reads all N² scores, masked or not. */
  readonly traffic: Readonly<Record<Scheme, number>>;
  /** Elements in fast memory at once, and how many fit. */
  readonly needed: number;
  readonly room: number;
}

export function metersOf(params: Params): Meters {
  const { n, d, rows, columns, sram } = params;
  return {
    traffic: {
      standard: standardTraffic(n, d),
      keys: tiledTraffic(params, 'keys'),
      queries: tiledTraffic(params, 'queries'),
    },
    needed: workingSet(Math.min(rows, n), Math.min(columns, n), d),
    room: 1024 * sram,
  };
}
