import { it } from 'vitest';
import { cpuTf } from '/work/wt/edm/tests/unit/support/tf.ts';
import * as A from '/work/wt/edm/src/demos/edm-one-ode/compute.ts';
import * as B from '/work/wt/edm/src/demos/edm-solver/compute.ts';
import * as C from '/work/wt/edm/src/demos/edm-precondition/compute.ts';
import { largestDifference } from '/work/wt/edm/src/lab/difference.ts';
it('probe', async () => {
  const tf = await cpuTf();
  for (const N of [12,128,1024]) for (const means of [[-1,.5,1],[-2,0,2],[2,-2,0.1]]) { const p={N,solver:'raw' as const,morph:0,means}; let t=Date.now(); const r=A.reference(p); const tr=Date.now()-t; t=Date.now(); const f=await A.compute(p,tf); console.log('ode',N,means.join(),tr,Date.now()-t,largestDifference(f,r), JSON.stringify(f).length, JSON.stringify(r.errors)); }
  
  let k=0; const t=Date.now(); const stop=new AbortController();
  for await (const f of C.simulate({cloud:'ring',steps:600,rate:.005,drawing:[],seed:1},tf,stop.signal)) { if (k++%10===0) { console.log(f.progress.done, Date.now()-t, JSON.stringify(f).length); for (const n of ['data','noise','edm'] as const) console.log('  ',n,f.losses[n].at(-1)?.toFixed(4), f.rms[n].map(x=>x.toFixed(3)).join(' ')); console.log('   z', f.zero.map(x=>x.toFixed(3)).join(' '), f.sigmas.map(x=>x.toFixed(3)).join(' '));} }
}, 600000);
