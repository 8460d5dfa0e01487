import { it } from 'vitest';
import { simulate } from '../../../src/demos/autoregressive-order/compute.ts';
import { halfAdder, orderNames, xorAlone } from '../../../src/demos/autoregressive-order/params.ts';
import { cpuTf } from '../support/tf.ts';
import * as w from '../../../src/demos/autoregressive-order/describe.ts';
it('probe', async () => {
  const tf = await cpuTf();
  for (const counts of [halfAdder, xorAlone]) {
  const t0 = performance.now();
  let last; for await (const f of simulate({ order: 'abcs', counts }, tf, new AbortController().signal)) last = f;
  console.log(performance.now() - t0, w.describe(last!, {order:'abcs'}, 'en'));
  console.log(orderNames.map((n,i)=>n+' '+w.lossesNow(last!)[i]!.toFixed(4)+' '+last!.largest[i]!.toFixed(1)).join('  '));
  }
}, 60000);
