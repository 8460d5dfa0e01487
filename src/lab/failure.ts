/** What can keep a demo from running, and how the reader is told. */
import type { Lang } from '../i18n/lang.ts';
import type { BackendTrouble } from './backend-trouble.ts';
import { isMissingScript } from './once-more.ts';
import type { BackendFailure } from './protocol.ts';

export type FailureCode = 'no-worker' | 'worker-silent' | 'worker-died' | 'worker-unstable' | 'no-backend';

/** A failure of the runtime itself, as opposed to an error of a demo's computation. */
export class LabFailure extends Error {
  readonly code: FailureCode;
  constructor(code: FailureCode, detail = '') {
    super(detail);
    this.name = 'LabFailure';
    this.code = code;
  }
}

const reasons: Readonly<Record<Lang, Readonly<Record<FailureCode | 'script' | 'weights', string>>>> = {
  en: {
    'no-worker': 'this browser offers no web workers, in which the numbers are computed',
    'worker-silent': 'the worker that computes could not be loaded',
    'worker-died': 'the worker that computes stopped',
    'worker-unstable': 'the worker that computes stopped several times',
    'no-backend': 'none of WebAssembly, WebGL, WebGPU and CPU could be started',
    script: 'a script could not be loaded',
    weights: 'its trained weights could not be loaded',
  },
  zh: {
    'no-worker': '浏览器不支持 Web Worker，而计算要在其中进行',
    'worker-silent': '计算线程的脚本无法载入',
    'worker-died': '计算线程意外停止',
    'worker-unstable': '计算线程多次意外停止',
    'no-backend': 'WebAssembly、WebGL、WebGPU 和 CPU 都无法启动',
    script: '有脚本无法载入',
    weights: '训练好的权重无法载入',
  },
};

/** An error that comes from the worker keeps its name, not its class. */
const isMissingWeights = (error: unknown): error is Error => error instanceof Error && error.name === 'ModelFileError';
/** Whether a script or a file of weights did not arrive: that says nothing of the device. */
export const isMissingFile = (error: unknown): boolean => isMissingWeights(error) || isMissingScript(error);

/** The reason in the reader's language; an error of another kind speaks for itself. */
export function explain(error: unknown, lang: Lang): string {
  if (error instanceof LabFailure) return reasons[lang][error.code] + (error.message ? ` (${error.message})` : '');
  if (isMissingWeights(error)) return `${reasons[lang].weights} (${error.message})`;
  if (isMissingScript(error)) return reasons[lang].script;
  return error instanceof Error ? error.message : String(error);
}

const troubles: Readonly<Record<Lang, Readonly<Record<BackendTrouble, string>>>> = {
  en: {
    'no-webgpu': 'this browser has no WebGPU',
    'no-wasm': 'this browser has no WebAssembly',
    'no-script': reasons.en.script,
    unsupported: 'it does not support this device',
    'not-started': 'it could not be started',
    'half-precision': 'this GPU computes in half precision only: 16 bits, errors of up to 5·10⁻⁴ of a number',
    'wrong-sum': 'a test of its arithmetic came out wrong',
    'webgl-lost': 'the WebGL context was lost',
    'webgpu-lost': 'the WebGPU device was lost',
  },
  zh: {
    'no-webgpu': '浏览器不支持 WebGPU',
    'no-wasm': '浏览器不支持 WebAssembly',
    'no-script': reasons.zh.script,
    unsupported: '它不支持此设备',
    'not-started': '它无法启动',
    'half-precision': '此 GPU 只以半精度（16 位）计算，相对误差可达 5·10⁻⁴',
    'wrong-sum': '试算结果有误',
    'webgl-lost': 'WebGL 上下文已丢失',
    'webgpu-lost': 'WebGPU 设备已丢失',
  },
};

/** Why a backend does not run, or runs no longer, in the reader's language where that is known. */
export const explainBackend = ({ reason, trouble }: BackendFailure, lang: Lang): string =>
  trouble ? troubles[lang][trouble] : reason;
