/** The device in words: what measured times depend on, as far as a browser tells. */
import { version_core as version } from '../../numerics/tf.tensor.ts';

interface Gpu {
  requestAdapter(): Promise<{ readonly info?: Readonly<Record<string, unknown>> } | null>;
}

async function adapter(): Promise<string> {
  try {
    const { gpu } = navigator as unknown as { gpu?: Gpu };
    const info = (await gpu?.requestAdapter())?.info;
    const words = ['vendor', 'architecture', 'device', 'description'].map((name) => info?.[name]);
    return words.filter((word) => typeof word === 'string' && word !== '').join(' ');
  } catch {
    return '';
  }
}

function renderer(): string {
  try {
    const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
    if (!gl) return '';
    // Where the extension is missing, the plain name is what there is.
    const extension = gl.getExtension('WEBGL_debug_renderer_info');
    const name: unknown = gl.getParameter(extension?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER);
    gl.getExtension('WEBGL_lose_context')?.loseContext();
    return String(name);
  } catch {
    return '';
  }
}

/** For example `tfjs 4.22.0 | WebGPU: apple metal-3 | WebGL: ANGLE (Apple, …)`. */
export async function describeDevice(): Promise<string> {
  return `tfjs ${version} | WebGPU: ${await adapter()} | WebGL: ${renderer()}`;
}
