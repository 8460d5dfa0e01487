/** Downloads of a demo: its picture as SVG or PNG, its data as CSV or JSON. All made on the page, on request. */
import type { DataTable, Frame } from './demo.ts';
import type { AnyValues } from './params.ts';
import type { TrainedWeights } from './protocol.ts';

const presentation = [
  'fill', 'fill-opacity', 'stroke', 'stroke-opacity', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin',
  'opacity', 'font-family', 'font-size', 'font-weight', 'font-style', 'text-anchor', 'dominant-baseline', 'visibility', 'display',
  'paint-order',
] as const; // prettier-ignore

function copyStyles(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const property of presentation) {
    const value = style.getPropertyValue(property);
    if (value) to.setAttribute(property, value);
  }
  to.removeAttribute('class');
  for (const [index, child] of [...from.children].entries()) {
    const twin = to.children[index];
    if (twin) copyStyles(child, twin);
  }
}

/** The visible pictures of a demo as one self-contained SVG document, colours and fonts as now shown. */
export function pictureAsSvg(container: Element): { svg: string; width: number; height: number } {
  const pictures = [...container.querySelectorAll<SVGSVGElement>('svg')].filter((svg) => svg.checkVisibility());
  const frame = container.getBoundingClientRect();
  const parts = pictures.map((svg) => {
    const box = svg.getBoundingClientRect();
    const copy = svg.cloneNode(true) as SVGSVGElement;
    copyStyles(svg, copy);
    for (const [name, value] of Object.entries({
      x: box.x - frame.x,
      y: box.y - frame.y,
      width: box.width,
      height: box.height,
    })) {
      copy.setAttribute(name, value.toFixed(1));
    }
    return new XMLSerializer().serializeToString(copy);
  });
  const [width, height] = [Math.ceil(frame.width), Math.ceil(frame.height)];
  const ground = getComputedStyle(container).getPropertyValue('background-color');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="100%" height="100%" fill="${ground}"/>${parts.join('')}</svg>`;
  return { svg, width, height };
}

/** The picture as a PNG at twice the size shown. */
export async function pictureAsPng(container: Element): Promise<Blob> {
  const { svg, width, height } = pictureAsSvg(container);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = new OffscreenCanvas(2 * width, 2 * height);
  canvas.getContext('2d')?.drawImage(image, 0, 0, 2 * width, 2 * height);
  return canvas.convertToBlob({ type: 'image/png' });
}

/**
 * A table as CSV (RFC 4180). A text that a spreadsheet would run as a formula gets an apostrophe in front, as spreadsheets
 * themselves write it.
 */
export function tableAsCsv({ columns, rows }: DataTable): string {
  const cell = (value: number | string): string => {
    if (typeof value === 'number') return String(value);
    const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [columns, ...rows]
    .map((row) => row.map(cell).join(','))
    .join('\r\n')
    .concat('\r\n');
}

/** Parameters and frame as JSON; typed arrays become arrays. */
export function stateAsJson(demo: string, link: string, parameters: AnyValues, frame: Frame): string {
  const plain = (_: string, value: unknown): unknown =>
    ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
  return JSON.stringify({ demo, link, parameters, frame }, plain, 1);
}

/** A number in as few digits as give the same number in single precision: devices compute in no more. */
export function shortFloat32(value: number): number {
  const single = Math.fround(value);
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(single.toPrecision(digits));
    if (Math.fround(short) === single) return short;
  }
  return Number(single.toPrecision(9));
}

/** A trained model as JSON: every weight's shape and values (row-major, single precision), and what it takes to train it again. */
export function weightsAsJson(
  demo: string,
  link: string,
  seed: number | undefined,
  { params, steps, weights }: TrainedWeights,
): string {
  const entries = Object.entries(weights).map(([name, { shape, values }]) => [
    name,
    { shape, values: Array.from(values, shortFloat32) },
  ]);
  const head = { demo, link, parameters: params, seed, steps, weights: {} };
  // One weight to a line: long rows of numbers are not for reading.
  const lines = entries.map(([name, weight]) => `  ${JSON.stringify(name)}: ${JSON.stringify(weight)}`);
  return JSON.stringify(head, undefined, 1).replace('"weights": {}', () => `"weights": {\n${lines.join(',\n')}\n }`);
}

/** Hands a file to the reader. */
export function save(name: string, content: Blob | string, type = 'text/plain;charset=utf-8'): void {
  const link = document.createElement('a');
  const address = URL.createObjectURL(typeof content === 'string' ? new Blob([content], { type }) : content);
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
