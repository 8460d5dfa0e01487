/**
 * Does what the index marked have to do with what was typed? The index shortens a word until it finds something: “xyzzy”
 * finds every x. Such results are dropped.
 */

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

const han = /\p{Script=Han}/u;

function related(word: string, marked: string): boolean {
  if (han.test(word)) return Array.from(word).some((sign) => marked.includes(sign));
  const common = commonLength(word, marked);
  // Endings differ (“rotation”, “rotated”; “running”, “run”), beginnings do not.
  return common >= Math.min(3, word.length) && common >= 0.6 * Math.min(word.length, marked.length);
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Whether some word of the query is like some marked word of an excerpt. `excerpt` is HTML with <mark>. */
export function isRelated(query: string, excerpt: string): boolean {
  const marked = [...excerpt.matchAll(/<mark>([\s\S]*?)<\/mark>/g)].flatMap(([, text = '']) => wordsOf(text));
  return wordsOf(query).some((word) => marked.some((one) => related(word, one)));
}
