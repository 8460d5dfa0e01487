/** What a draggable point does with keys and pointers. The arithmetic is pure; the rest reads the DOM at event time only. */

/** Which coordinates a handle may change. */
export type HandleAxis = 'x' | 'y' | 'xy';

/** Range and keyboard step of a coordinate, in data units. */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

export const clampTo = ({ min, max }: Range, value: number): number => Math.min(max, Math.max(min, value));

/** Removes the noise of adding steps (0.1 + 0.2). */
const tidy = (value: number): number => Number(value.toPrecision(12));

/** Steps that a key asks for, in [x, y]; undefined when the key is not the handle's. `shift` makes steps ten times as large. */
function steps(key: string, axis: HandleAxis, shift: boolean): readonly [number, number] | undefined {
  const one = shift ? 10 : 1;
  const along = (amount: number): readonly [number, number] => (axis === 'x' ? [amount, 0] : [0, amount]);
  switch (key) {
    case 'ArrowRight':
      return axis === 'y' ? [0, one] : [one, 0];
    case 'ArrowLeft':
      return axis === 'y' ? [0, -one] : [-one, 0];
    case 'ArrowUp':
      return along(one);
    case 'ArrowDown':
      return along(-one);
    case 'PageUp':
      return along(10);
    case 'PageDown':
      return along(-10);
    default:
      return undefined;
  }
}

/** Where a key moves a handle that stands at (x, y); undefined when the key is not the handle's. Home and End go to the ends (of x in 2-D). */
export function moveByKey(
  key: string,
  shift: boolean,
  axis: HandleAxis,
  at: readonly [number, number],
  x: Range,
  y: Range,
): readonly [number, number] | undefined {
  if (key === 'Home' || key === 'End') {
    const end = (range: Range): number => (key === 'Home' ? range.min : range.max);
    return axis === 'y' ? [at[0], end(y)] : [end(x), at[1]];
  }
  const by = steps(key, axis, shift);
  return by && [clampTo(x, tidy(at[0] + by[0] * x.step)), clampTo(y, tidy(at[1] + by[1] * y.step))];
}

/** A pointer's position in the coordinate system of an element of the picture. */
export function pointerPosition(
  element: SVGGraphicsElement,
  event: PointerEvent,
): readonly [number, number] | undefined {
  const matrix = element.getScreenCTM();
  if (!matrix) return undefined;
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
  return [x, y];
}

/** Where hit areas of several handles overlap, the nearest centre is meant: its hit area. */
export function nearestHit(event: PointerEvent): Element | undefined {
  const distance = (element: Element): number => {
    const box = element.getBoundingClientRect();
    return Math.hypot(box.x + box.width / 2 - event.clientX, box.y + box.height / 2 - event.clientY);
  };
  return document
    .elementsFromPoint(event.clientX, event.clientY)
    .filter((element) => element.classList.contains('handle-hit'))
    .sort((a, b) => distance(a) - distance(b))[0];
}

/** Attachment: a touch that starts here draws or drags and never scrolls the page (also where touch-action is not known inside SVG). */
export function holdTouch(element: Element): () => void {
  const hold = (event: Event): void => {
    if (event.cancelable) event.preventDefault();
  };
  element.addEventListener('touchstart', hold, { passive: false });
  return () => {
    element.removeEventListener('touchstart', hold);
  };
}

/** Least size of a target on the screen, in CSS pixels. */
export const touchTarget = 44;

/** Attachment of a hit circle: keeps it 44 CSS px across however the picture is scaled. */
export function keepTouchSize(circle: SVGCircleElement): () => void {
  const resize = (): void => {
    const scale = circle.getScreenCTM()?.a ?? 0;
    if (scale > 0) circle.setAttribute('r', String(Math.max(touchTarget / 2 / scale, 12)));
  };
  resize();
  const observer = new ResizeObserver(resize);
  if (circle.ownerSVGElement) observer.observe(circle.ownerSVGElement);
  return () => {
    observer.disconnect();
  };
}
