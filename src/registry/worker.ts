/** The worker's entry: all demos' computations and all equations' checks, each its own chunk, loaded when asked for. */
import type { Checks } from '../checks/check.ts';
import type { ComputeModule } from '../lab/demo.ts';
import { onceMore } from '../lab/once-more.ts';
import { serve } from '../lab/worker/serve.ts';
import { seededRandom } from '../numerics/random.ts';

const computes = import.meta.glob<ComputeModule>('../demos/*/compute.ts');
const checks = import.meta.glob<{ readonly default: Checks }>(['../checks/*.ts', '!../checks/check.ts']);

serve({
  async demo(id) {
    const load = computes[`../demos/${id}/compute.ts`];
    if (!load) throw new Error(`there is no demo “${id}”`);
    return onceMore(load);
  },
  async check(slug, label) {
    const load = checks[`../checks/${slug}.ts`];
    const module = load && (await onceMore(load));
    const check = module?.default[label];
    if (!check) throw new Error(`there is no check for ${slug}#${label}`);
    return check;
  },
  random: seededRandom,
});
