import { it } from 'vitest';
import { simulate } from '../../../src/demos/autoregressive-letters/compute.ts';
import demo from '../../../src/demos/autoregressive-letters/params.ts';
import { defaultValues } from '../../../src/lab/params.ts';
import { cpuTf } from '../support/tf.ts';
import * as w from '../../../src/demos/autoregressive-letters/describe.ts';
import * as l from '../../../src/demos/autoregressive-letters/letters.ts';
import * as I from '../../../src/demos/autoregressive-interval/compute.ts';
import * as iw from '../../../src/demos/autoregressive-interval/describe.ts';
it('probe', async () => {
  const tf = await cpuTf();
  for (const lambda of ['0', '0.001', '0.01','0.1'] as const) {
  const t0 = performance.now();
  const p = {...defaultValues(demo.params,'en'), lambda};
  let last; for await (const f of simulate(p, tf, new AbortController().signal)) last = f;
  console.log(lambda, performance.now() - t0, w.describe(last!, p, 'en'), l.largestNow(last!, {order:'msb'}), l.largestNow(last!, {order:'lsb'}), l.invented(last!, {order:'lsb'}));
  console.log(l.inventions(last!, p).slice(0,8).map(({code,p})=>l.signOf(code)+' '+p.toFixed(4)).join(' '), l.drawText(last!,p,1).map(l.signOf).join(''));
  console.log('lsb', l.inventions(last!, {order:'lsb'}).slice(0,8).map(({code,p})=>l.signOf(code)+' '+p.toFixed(4)).join(' '));
  for (const u of [0.05,0.1,0.2,0.25,0.5,0.6,0.75,.9,.99]) if (lambda!=='0') console.log(iw.describe(I.reference({text:p.text, order:'msb', lambda, u}), {u}, 'en'));
  }
}, 100000);
