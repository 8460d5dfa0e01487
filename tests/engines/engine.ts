/** What the tests ask of a browser, whatever its engine. */

/** Keys that the tests press, besides characters. */
export type NamedKey = 'Enter' | 'Escape' | 'Tab' | 'ArrowRight' | 'ArrowDown' | 'End';

export interface Engine {
  /** As the browser names itself. */
  readonly version: string;
  /** Loads an address of the site anew: `/rope/#decay`. */
  readonly open: (address: string) => Promise<void>;
  /** Gives the page a width and about this height, in CSS pixels. */
  readonly resize: (width: number, height: number) => Promise<void>;
  /** Runs a function in the page. It sees nothing but its arguments. */
  readonly run: <A extends readonly unknown[], R>(task: (...args: A) => R | Promise<R>, ...args: A) => Promise<R>;
  /** Presses a key, or a character's. */
  readonly press: (key: NamedKey | (string & Record<never, never>)) => Promise<void>;
  /** Moves the real pointer to a place of the window. */
  readonly pointAt: (x: number, y: number) => Promise<void>;
  /** Presses the pointer's button, moves it along, and lets it go. */
  readonly drag: (path: readonly (readonly [x: number, y: number])[]) => Promise<void>;
  /** Exceptions, errors on the console, refusals of the site's policy and answers that are errors, since the last call. */
  readonly complaints: () => readonly string[];
  /** The window as PNG. */
  readonly picture: () => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
}
