/**
 * Formulas as a line of text, from their MathML: `θᵢ = b^(−2i/d)`. For search results, where a formula is read beside words
 * and can't be typeset.
 */
import type { Element, ElementContent } from 'hast';
import { isElement, textOf } from './built-page.ts';

const subscripts = 'aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓ0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊−₋=₌(₍)₎';
const superscripts = 'aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻ0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺−⁻=⁼(⁽)⁾⊤ᵀT ᵀ';
function table(pairs: string): ReadonlyMap<string, string> {
  const signs = Array.from(pairs.replaceAll(' ', ''));
  return new Map(signs.flatMap((sign, index) => (index % 2 === 0 ? [[sign, signs[index + 1] ?? sign] as const] : [])));
}
const lowered = table(subscripts);
const raised = table(superscripts);

/** U+2061 to U+2064: invisible operators. */
const invisible = /[\u2061-\u2064\u200B]/g;
const relations = new Set(['=', '<', '>', '≤', '≥', '≈', '≠', '∼', '≡', '→', '↦', '∈', '∝', '≪', '≫', '⇒']);

const isSimple = (text: string): boolean => Array.from(text).length <= 1 || /^[\p{L}\p{N}.]+$/u.test(text);
const wrap = (text: string): string => (isSimple(text) ? text : `(${text})`);

function script(text: string, signs: ReadonlyMap<string, string>, mark: string): string {
  const tight = text.replaceAll(' ', '');
  if (tight === '' || tight === '′') return tight;
  const mapped = Array.from(tight).map((sign) => signs.get(sign));
  return mapped.every((sign) => sign !== undefined) ? mapped.join('') : `${mark}${wrap(text.trim())}`;
}
const sub = (text: string): string => script(text, lowered, '_');
const sup = (text: string): string => script(text, raised, '^');

/** A row's children, one after the other. */
const row = (nodes: readonly ElementContent[]): string => nodes.map((node) => read(node)).join('');

function operator(node: Element): string {
  const sign = textOf(node).replace(invisible, '');
  return relations.has(sign) ? ` ${sign} ` : sign === ',' ? ', ' : sign;
}

function read(node: ElementContent): string {
  if (!isElement(node)) return node.type === 'text' ? node.value.trim() : '';
  const parts = node.children.filter(isElement);
  const part = (index: number): string => (parts[index] ? read(parts[index]) : '');
  switch (node.tagName) {
    case 'semantics':
      return part(0);
    case 'annotation':
      return '';
    case 'mo':
      return operator(node);
    case 'mi':
    case 'mn':
      return textOf(node).replace(invisible, '');
    case 'mtext':
      return textOf(node).replaceAll('\u00A0', ' ');
    case 'mspace':
      return ' ';
    case 'msub':
    case 'munder':
      return part(0) + sub(part(1));
    case 'msup':
      return part(0) + sup(part(1));
    case 'mover':
      return part(0);
    case 'msubsup':
    case 'munderover':
      return part(0) + sub(part(1)) + sup(part(2));
    case 'mfrac':
      return `${wrap(part(0))}/${wrap(part(1))}`;
    case 'msqrt':
      return `√${wrap(row(node.children))}`;
    case 'mroot':
      return `${sup(part(1))}√${wrap(part(0))}`;
    case 'mtable':
      return parts.map(read).join('; ');
    case 'mtr':
      return parts.map(read).join(' ');
    default:
      return row(node.children);
  }
}

/** A `<math>` element as text. */
export const plainMaths = (math: Element): string => row(math.children).replace(/\s+/g, ' ').trim();
