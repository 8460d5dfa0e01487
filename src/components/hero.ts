/**
 * The title comes out of noise once, as a reverse diffusion. Points sampled from its letters are noised to t = 1 and
 * brought back by the exact reverse kernel of a variance-preserving process, q(x_s | x_t, x_0) for s < t: every frame is
 * a true step of ancestral sampling, whatever the frame rate. The style sheet's animation of the title is the clock,
 * so text and particles arrive together; without it (reduced motion) nothing runs. All is freed at the end.
 */
interface Cloud {
  /** Positions in the letters, now, in units of `scale` around the title's centre: [2 · count]. */
  readonly letters: Float32Array;
  readonly now: Float32Array;
  /** How many of the points belong to the first line. */
  readonly first: number;
}

/** In ms of the title's animation: when the particles are home (the style sheet then shows the text), and when they are gone. */
const arrival = 1500;
const end = 2150;
const fade = 500;
/** Milliseconds between frames: thirty a second are as smooth to the eye here, and leave a phone's processor half of its time. */
const pace = 1000 / 30 - 4;
/** Points for a title of a width in CSS pixels: as many as keep it equally dense, up to 3,600. */
const pointsFor = (width: number): number => Math.round(Math.min(3600, 5 * width));

/** Signal left at t in [0, 1]: a cosine schedule. */
const alpha = (t: number): number => Math.cos((t * Math.PI) / 2);

let spare: number | undefined;
/** Standard normal numbers, by the polar method, which makes two at a time. */
function normal(): number {
  if (spare !== undefined) {
    const kept = spare;
    spare = undefined;
    return kept;
  }
  for (;;) {
    const [u, v] = [Math.random() * 2 - 1, Math.random() * 2 - 1];
    const s = u * u + v * v;
    if (s === 0 || s >= 1) continue;
    const factor = Math.sqrt((-2 * Math.log(s)) / s);
    spare = v * factor;
    return u * factor;
  }
}

/** Every pixel inside the letters of one line, in CSS pixels of the hero: [x, y, x, y, …]. */
function letterPixels(line: HTMLElement, origin: DOMRect): number[] {
  const box = line.getBoundingClientRect();
  const style = getComputedStyle(line);
  const canvas = new OffscreenCanvas(Math.ceil(box.width), Math.ceil(box.height));
  // Read once, at once: drawn where it can be read without waiting for a GPU.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context || canvas.width === 0) return [];
  context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  if (style.letterSpacing !== 'normal') context.letterSpacing = style.letterSpacing;
  const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = context.measureText('M');
  context.fillText(line.textContent, 0, (box.height + up - down) / 2);
  const { data, width } = context.getImageData(0, 0, canvas.width, canvas.height);
  const found: number[] = [];
  for (let i = 3; i < data.length; i += 4) {
    if ((data[i] ?? 0) < 128) continue;
    const pixel = (i - 3) / 4;
    found.push((pixel % width) + box.left - origin.left, Math.floor(pixel / width) + box.top - origin.top);
  }
  return found;
}

/** Picks `count` of the pixels, with a jitter inside each. */
function sample(pixels: readonly number[], count: number, into: number[]): void {
  for (let i = 0; i < count; i++) {
    const at = Math.floor((Math.random() * pixels.length) / 2) * 2;
    into.push((pixels[at] ?? 0) + Math.random(), (pixels[at + 1] ?? 0) + Math.random());
  }
}

/** One reverse step from time t to s < t, for every coordinate. */
function step({ letters, now }: Cloud, t: number, s: number): void {
  const ratio = alpha(t) / alpha(s);
  const varianceT = 1 - alpha(t) ** 2;
  const varianceS = 1 - alpha(s) ** 2;
  const added = varianceT - ratio * ratio * varianceS;
  const keep = (ratio * varianceS) / varianceT;
  const pull = (alpha(s) * added) / varianceT;
  const spread = Math.sqrt(Math.max(0, (added * varianceS) / varianceT));
  for (let i = 0; i < now.length; i++) now[i] = keep * (now[i] ?? 0) + pull * (letters[i] ?? 0) + spread * normal();
}

function makeCloud(
  lines: readonly HTMLElement[],
  origin: DOMRect,
  centre: readonly [number, number],
  { scale, count }: { readonly scale: number; readonly count: number },
): Cloud {
  const places: number[] = [];
  const pixels = lines.map((line) => letterPixels(line, origin));
  const total = pixels.reduce((sum, line) => sum + line.length, 0);
  for (const line of pixels) if (line.length > 0) sample(line, Math.round((count * line.length) / total), places);
  const letters = Float32Array.from(places, (value, i) => (value - (centre[i % 2] ?? 0)) / scale);
  const first = Math.round((count * (pixels[0]?.length ?? 0)) / Math.max(1, total));
  return { letters, now: letters.map(() => normal()), first };
}

/** Runs the process on a canvas over the hero, then removes it. */
function transmit(hero: HTMLElement, title: HTMLElement, clock: Animation): void {
  const lines = [...title.querySelectorAll('span')];
  const origin = hero.getBoundingClientRect();
  const box = title.getBoundingClientRect();
  const inkWidth = Math.min(box.width, origin.width, parseFloat(getComputedStyle(title).fontSize) * 7);
  const centre = [box.left - origin.left + inkWidth / 2, box.top - origin.top + box.height / 2] as const;
  const scale = inkWidth / 2.6;
  const cloud = makeCloud(lines, origin, centre, { scale, count: pointsFor(inkWidth) });
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!context || cloud.now.length === 0) return;
  const density = Math.min(2, devicePixelRatio);
  canvas.className = 'hero-particles';
  canvas.setAttribute('aria-hidden', 'true');
  canvas.width = Math.round(origin.width * density);
  canvas.height = Math.round(origin.height * density);
  hero.append(canvas);
  const colours = lines.map((line) => getComputedStyle(line).color);
  const size = Math.max(1.4, inkWidth / 340);
  let t = 1;
  let drawn = -Infinity;

  const draw = (ms: number): void => {
    const s = Math.min(t, Math.max(0.001, 1 - ms / arrival));
    if (s < t) step(cloud, t, s);
    t = s;
    context.setTransform(density, 0, 0, density, 0, 0);
    context.clearRect(0, 0, origin.width, origin.height);
    context.globalAlpha = Math.min(0.9, 0.35 + 0.6 * (1 - t)) * Math.min(1, Math.max(0, (end - ms) / fade));
    for (let i = 0; i * 2 < cloud.now.length; i++) {
      if (i === 0 || i === cloud.first) context.fillStyle = colours[i === 0 ? 0 : 1] ?? '#888';
      const x = (cloud.now[2 * i] ?? 0) * scale + centre[0];
      const y = (cloud.now[2 * i + 1] ?? 0) * scale + centre[1];
      context.fillRect(x - size / 2, y - size / 2, size, size);
    }
  };
  const frame = (): void => {
    const ms = Number(clock.currentTime ?? end);
    if (ms - drawn >= pace) {
      draw(ms);
      drawn = ms;
    }
    if (ms < end && clock.playState === 'running') requestAnimationFrame(frame);
    else canvas.remove();
  };
  requestAnimationFrame(frame);
}

const hero = document.querySelector<HTMLElement>('.hero');
const title = hero?.querySelector<HTMLElement>('.hero-title');
const clock = title?.getAnimations()[0];
// Too late to begin (a slow line, a page brought back): the title is about to appear by itself.
if (hero && title && clock && Number(clock.currentTime ?? Infinity) < 900) {
  requestAnimationFrame(() => {
    transmit(hero, title, clock);
  });
}
