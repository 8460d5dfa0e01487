/**
 * Values that a view has asked for and not yet been given. Frames arrive later than a hand moves, and some never arrive because
 * a newer value overtook them; a view that builds on what it asked last (a stroke, a held key) must not fall back in between.
 */
export class Pending<T> {
  #asked: T[] = [];
  readonly #same: (a: T, b: T) => boolean;

  /** @param same whether a value that arrived is the one asked for, after rounding and clamping */
  constructor(same: (a: T, b: T) => boolean) {
    this.#same = same;
  }

  add(value: T): void {
    // More than this are never on their way at once; the oldest were overtaken.
    this.#asked = [...this.#asked.slice(-99), value];
  }

  /**
   * Takes note of a value that arrived: it and all that was asked before it is settled. A value that nobody here asked for (a
   * reset, a link) settles everything. Returns what is still awaited last, if anything.
   */
  settle(arrived: T): T | undefined {
    const index = this.#asked.findLastIndex((value) => this.#same(value, arrived));
    this.#asked = index < 0 ? [] : this.#asked.slice(index + 1);
    return this.#asked.at(-1);
  }
}
