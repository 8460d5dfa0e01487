/** The id that a fragment (`#…`) names: '' for none, or where the escapes make no sense. Anybody writes fragments: it never throws. */
export function fragmentId(hash: string): string {
  try {
    return decodeURIComponent(hash.replace(/^#/, ''));
  } catch {
    return '';
  }
}
