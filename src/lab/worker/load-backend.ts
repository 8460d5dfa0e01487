/** Loading the backends inside the worker: each is its own chunk, fetched only when it is tried. */
import * as tf from '../../numerics/tf.tensor.ts';
import { BackendError, type BackendTrouble } from '../backend-trouble.ts';
import type { BackendName } from '../backends.ts';
import { aMoment, isMissingScript, onceMore } from '../once-more.ts';
import { tryOut } from './try-out.ts';

/** What the two GPU backends show of their device, as far as we look. */
interface DeviceOwner {
  readonly gpgpu?: { readonly gl?: WebGLRenderingContext };
  readonly device?: { readonly lost?: Promise<{ readonly message?: string }> };
}

/** A backend that runs. */
export interface RunningBackend {
  readonly name: BackendName;
  /** Why its device is gone, or undefined while it is there. */
  readonly lost: () => BackendError | undefined;
  /** Resolves, with the reason, when the device goes: a GPU can go while nothing is being computed. */
  readonly whenLost: Promise<BackendError>;
}

const scripts: Readonly<Record<BackendName, () => Promise<unknown>>> = {
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
  webgl: () => import('@tensorflow/tfjs-backend-webgl'),
  webgpu: () => import('@tensorflow/tfjs-backend-webgpu'),
  wasm: async () => (await import('./wasm.ts')).prepareWasm(),
};

async function importBackend(name: BackendName): Promise<void> {
  if (name === 'webgpu' && !('gpu' in navigator)) throw new BackendError('no-webgpu');
  if (name === 'wasm' && typeof WebAssembly === 'undefined') throw new BackendError('no-wasm');
  try {
    await onceMore(scripts[name]);
  } catch (error) {
    throw isMissingScript(error) ? new BackendError('no-script', String(error)) : error;
  }
}

function watch(name: BackendName): RunningBackend {
  const owner = tf.backend() as unknown as DeviceOwner;
  let reason: BackendError | undefined;
  const gl = name === 'webgl' ? owner.gpgpu?.gl : undefined;
  const goes = (trouble: BackendTrouble, detail?: string): BackendError =>
    (reason ??= new BackendError(trouble, detail));
  const whenLost = new Promise<BackendError>((resolve) => {
    void owner.device?.lost?.then(({ message }) => resolve(goes('webgpu-lost', message)));
    gl?.canvas.addEventListener('webglcontextlost', () => resolve(goes('webgl-lost')));
  });
  return { name, lost: () => reason ?? (gl?.isContextLost() ? goes('webgl-lost') : undefined), whenLost };
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
  if (!factory) throw new BackendError('unsupported');
  factories.set(name, factory);
  if (!registered) tf.registerBackend(name, factory);
  if (!(await setBackend(name))) throw new BackendError('not-started');
  await tf.ready();
  try {
    // Sixteen bits keep three digits and nothing below 6·10⁻⁸: pictures would be drawn, but not of what the text says.
    if (name === 'webgl' && !tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) throw new BackendError('half-precision');
    await tryOut();
  } catch (error) {
    removeBackend(name);
    throw error;
  }
  return watch(name);
}

/** Starts it; where it has a binary to fetch, once more a little later. */
async function setBackend(name: BackendName): Promise<boolean> {
  if (await tf.setBackend(name)) return true;
  if (name !== 'wasm') return false;
  await aMoment();
  return tf.setBackend(name);
}

/** Frees a backend that is left, with everything on its device. */
export function removeBackend(name: BackendName): void {
  try {
    tf.removeBackend(name);
  } catch {
    // A lost device may refuse to free what it has lost already.
  }
}
