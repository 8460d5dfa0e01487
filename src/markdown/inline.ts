/** Short texts outside articles (summaries): emphasis, code and inline maths, nothing else. */
import katex from 'katex';
import type { Nodes } from 'mdast';
import type { Lang } from '../i18n/lang.ts';
import { parsePhrases } from './captions.ts';
import { gluedTo, inlineClasses } from './math.ts';
import { punctuate } from './punctuation.ts';
import { plainPhrases } from './reading.ts';
import { katexSettings, plainTex } from './tex.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);

const annotation = /(<annotation encoding="application\/x-tex">)[\s\S]*?(<\/annotation>)/;

/**
 * A formula as HTML and MathML, with the signs that stand behind it; its TeX can be copied. A formula that KaTeX rejects is shown as it
 * was typed.
 */
function renderMath(tex: string, glued: string): string {
  try {
    const html = katex.renderToString(tex, { ...katexSettings(), throwOnError: true });
    const copied = escapeHtml(plainTex(tex));
    const clean = html.replace(annotation, (_match, open: string, close: string) => `${open}${copied}${close}`);
    return `<span class="${inlineClasses(tex).join(' ')}">${clean}${escapeHtml(glued)}</span>`;
  } catch {
    return `<code>${escapeHtml(tex)}</code>${escapeHtml(glued)}`;
  }
}

/** Renders nodes one after the other; a formula takes the signs behind it from the text that follows. */
function renderAll(nodes: readonly Nodes[]): string {
  let taken = 0;
  return nodes
    .map((node, index) => {
      if (node.type === 'text') return escapeHtml(node.value.slice(taken));
      taken = 0;
      if (node.type !== 'inlineMath') return render(node);
      const next = nodes[index + 1];
      const glued = next?.type === 'text' ? gluedTo(node.value, next.value) : '';
      taken = glued.length;
      return renderMath(node.value, glued);
    })
    .join('');
}

function render(node: Nodes): string {
  const children = (): string => ('children' in node ? renderAll(node.children) : '');
  switch (node.type) {
    case 'text':
      return escapeHtml(node.value);
    case 'emphasis':
      return `<em>${children()}</em>`;
    case 'strong':
      return `<strong>${children()}</strong>`;
    case 'inlineCode':
      return `<code>${escapeHtml(node.value)}</code>`;
    case 'break':
      return ' ';
    case 'html':
      return escapeHtml(node.value);
    default:
      return children();
  }
}

/** HTML of a summary. Links keep their text only: a summary stands inside links. Markup in it is shown, not interpreted. */
export function renderInline(markdown: string, lang: Lang): string {
  const root = { type: 'root' as const, children: parsePhrases(markdown) };
  punctuate(root, lang);
  return render(root);
}

/** A summary as plain text, formulas as TeX: for `<meta name="description">` and feeds' titles. */
export function plainInline(markdown: string, lang: Lang): string {
  const root = { type: 'root' as const, children: parsePhrases(markdown) };
  punctuate(root, lang);
  return plainPhrases(root.children, () => '');
}
