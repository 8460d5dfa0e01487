import { it } from 'vitest';
import { adamStart, adamStep } from '../../../src/numerics/adam.ts';
import { asciiText, codeBits } from '../../../src/numerics/ascii-text.ts';
import { shares } from '../../../src/numerics/bit-orders.ts';
import * as sbn from '../../../src/numerics/sigmoid-belief-network.ts';
it('probe', () => {
  for (const text of ['aaaaaaaa', 'banana bandana', 'to be, or not to be, that is the question', 'abcdefghijklmnopqrstuvwxyz']) for (const order of ['msb','lsb'] as const) {
    const x = codeBits(order), p = shares(asciiText(text).counts);
    let s = adamStart(new Float64Array(56));
    const net = (f: Float64Array) => ({ n: 7, weights: f.slice(0,49), biases: f.slice(49) });
    const out: string[] = [];
    for (let k = 1; k <= 1000; k++) { const g = sbn.likelihoodGradient(net(s.weights), x, p); s = adamStep(s, [...g.weights, ...g.biases], {learningRate: .1});
      if ([100,300,1000].includes(k)) { const d = sbn.logDensity(net(s.weights), x); out.push(k+': '+(sbn.negativeLogLikelihood(net(s.weights), x, p)/Math.LN2).toFixed(4)+' w '+Math.max(...s.weights.map(Math.abs)).toFixed(2)+' inv '+d.reduce((t,l,c)=>t+(p[c]===0?Math.exp(l):0),0).toFixed(4)); } }
    console.log(text, order, out.join('; '));
  }
}, 60000);
