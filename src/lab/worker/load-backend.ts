/** Loading the backends inside the worker: each is its own chunk, fetched only when it is tried. */
import * as tf from '../../numerics/tf.tensor.ts';
import type { BackendName } from '../backends.ts';

/** What the two GPU backends show of their device, as far as we look. */
interface DeviceOwner {
  readonly gpgpu?: { readonly gl?: WebGLRenderingContext };
  readonly device?: { readonly lost?: Promise<{ readonly message?: string }> };
}

/** A backend that runs. */
export interface RunningBackend {
  readonly name: BackendName;
  /** Why its device is gone, or undefined while it is there. */
  readonly lost: () => string | undefined;
  /** Resolves, with the reason, when the device goes: a GPU can go while nothing is being computed. */
  readonly whenLost: Promise<string>;
}

async function importBackend(name: BackendName): Promise<void> {
  switch (name) {
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu');
      return;
    case 'webgl':
      await import('@tensorflow/tfjs-backend-webgl');
      return;
    case 'webgpu':
      if (!('gpu' in navigator)) throw new Error('this browser has no WebGPU');
      await import('@tensorflow/tfjs-backend-webgpu');
      return;
    case 'wasm': {
      if (typeof WebAssembly === 'undefined') throw new Error('this browser has no WebAssembly');
      const { prepareWasm } = await import('./wasm.ts');
      prepareWasm();
    }
  }
}

function watch(name: BackendName): RunningBackend {
  const owner = tf.backend() as unknown as DeviceOwner;
  let reason: string | undefined;
  const gl = name === 'webgl' ? owner.gpgpu?.gl : undefined;
  const whenLost = new Promise<string>((resolve) => {
    void owner.device?.lost?.then((info) => {
      reason = info.message ? `WebGPU device lost: ${info.message}` : 'WebGPU device lost';
      resolve(reason);
    });
    gl?.canvas.addEventListener('webglcontextlost', () => resolve('WebGL context lost'));
  });
  return { name, lost: () => reason ?? (gl?.isContextLost() ? 'WebGL context lost' : undefined), whenLost };
}

/** One small sum whose result is known: a backend that starts but can't compute is not running. */
async function tryOut(): Promise<void> {
  const sum = tf.tidy(() => tf.sum(tf.mul(tf.tensor1d([1, 2, 3]), tf.tensor1d([4, 5, 6]))));
  const [value] = await sum.data();
  sum.dispose();
  if (value !== 32) throw new Error(`a test sum came out as ${String(value)}`);
}

type Factory = ReturnType<typeof tf.findBackendFactory>;
/** TensorFlow.js forgets how to make a backend that is removed, and its module registers only once: we remember. */
const factories = new Map<BackendName, Factory>();

/** Loads and starts a backend. Throws, saying why, when it can't run here. */
export async function startBackend(name: BackendName): Promise<RunningBackend> {
  await importBackend(name);
  // Its type says that there always is one; a backend that does not support this device registers none.
  const registered = tf.findBackendFactory(name) as Factory | undefined;
  const factory = registered ?? factories.get(name);
  if (!factory) throw new Error('it does not support this device');
  factories.set(name, factory);
  if (!registered) tf.registerBackend(name, factory);
  if (!(await tf.setBackend(name))) throw new Error('it could not be started');
  await tf.ready();
  if (name === 'webgl' && !tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) {
    // Sixteen bits keep three digits and nothing below 6·10⁻⁸: pictures would be drawn, but not of what the text says.
    removeBackend(name);
    throw new Error('this GPU computes in half precision (16 bits) only');
  }
  await tryOut();
  return watch(name);
}

/** Frees a backend that is left, with everything on its device. */
export function removeBackend(name: BackendName): void {
  try {
    tf.removeBackend(name);
  } catch {
    // A lost device may refuse to free what it has lost already.
  }
}
