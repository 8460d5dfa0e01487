/** The four TensorFlow.js backends, by name. Nothing here loads one. */
export const backendNames = ['wasm', 'webgl', 'webgpu', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

export const isBackendName = (name: unknown): name is BackendName =>
  typeof name === 'string' && (backendNames as readonly string[]).includes(name);

/** How each backend is written for readers. */
export const backendTitles: Readonly<Record<BackendName, string>> = {
  wasm: 'WebAssembly',
  webgl: 'WebGL',
  webgpu: 'WebGPU',
  cpu: 'CPU',
};

/** Backend order when nothing is known about a device: small work is fastest on WASM, and plain CPU always runs. */
export const defaultOrder: readonly BackendName[] = backendNames;

/** The order to try: `first` where given, then the rest in the default order. */
export function backendOrder(first: BackendName | undefined): BackendName[] {
  return first ? [first, ...defaultOrder.filter((name) => name !== first)] : [...defaultOrder];
}
