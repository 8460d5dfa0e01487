/** The worker's entry: all demos' computations and all equations' checks, each its own chunk, loaded when asked for. */
import type { Checks } from '../checks/check.ts';
import type { ComputeModule } from '../lab/demo.ts';
import { serve } from '../lab/worker/serve.ts';
import { seededRandom } from '../numerics/random.ts';

const computes = import.meta.glob<ComputeModule>('../demos/*/compute.ts');
const checks = import.meta.glob<{ readonly default: Checks }>(['../checks/*.ts', '!../checks/check.ts']);

serve({
  async demo(id) {
    const load = computes[`../demos/${id}/compute.ts`];
    if (!load) throw new Error(`there is no demo “${id}”`);
    return load();
  },
  async check(slug, label) {
    const module = await checks[`../checks/${slug}.ts`]?.();
    const check = module?.default[label];
    if (!check) throw new Error(`there is no check for ${slug}#${label}`);
    return check;
  },
  random: seededRandom,
});
