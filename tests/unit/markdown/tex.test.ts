import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelId, plainTex, splitLabel, texError } from '../../../src/markdown/tex.ts';

describe('plainTex', () => {
  it.each([
    ['\\query{q}', 'q'],
    ['\\query{\\boldsymbol q}^\\top', '{\\boldsymbol q}^\\top'],
    ['x_\\key{k}', 'x_k'],
    ['\\query{q_{\\key{k}}}', '{q_{k}}'],
    ['\\val{\\frac{a}{\\data{b}}}', '{\\frac{a}{b}}'],
    ['\\query q', 'q'],
    ['\\boldsymbol\\query{q}', '\\boldsymbol{q}'],
    ['\\query{\\alpha}x', '{\\alpha}x'],
    ['\\noise{\\{\\}}', '{\\{\\}}'],
    ['\\gradient \\keyword \\dataset', '\\gradient \\keyword \\dataset'],
    ['a \\\\ \\grad{g}', 'a \\\\ g'],
    ['\\query{unclosed', '\\query{unclosed'],
  ])('%s reads %s', (tex, plain) => {
    expect(plainTex(tex)).toBe(plain);
  });

  const balance = (tex: string): number => {
    const signs = tex.replace(/\\./gs, '');
    return (signs.match(/\{/g)?.length ?? 0) - (signs.match(/\}/g)?.length ?? 0);
  };
  const piece = fc.constantFrom('x', '\\alpha', '\\{', '\\}', '\\\\', ' ', '^', '_', '2', '\\frac{a}{b}', '{y}');
  const { tex: nested } = fc.letrec<{ tex: string }>((tie) => ({
    tex: fc.oneof(
      { depthSize: 'small' },
      fc.array(piece, { maxLength: 4 }).map((parts) => parts.join('')),
      fc
        .tuple(fc.constantFrom('query', 'key', 'val', 'data', 'noise', 'grad'), tie('tex'), tie('tex'))
        .map(([role, inside, after]) => `\\${role}{${inside}}${after}`),
    ),
  }));

  it('leaves no role macro and keeps braces balanced', () => {
    fc.assert(
      fc.property(nested, (tex) => {
        const plain = plainTex(tex);
        expect(balance(plain)).toBe(balance(tex));
        expect(plain).not.toMatch(/(?<!\\)\\(?:query|key|val|data|noise|grad)\{/);
      }),
    );
  });

  it('never crashes', () => {
    fc.assert(fc.property(fc.string(), (tex) => typeof plainTex(`\\query{${tex}`) === 'string'));
  });
});

describe('labels', () => {
  it('are taken out of the formula', () => {
    expect(splitLabel('a = b \\label{eq:one}')).toEqual({ tex: 'a = b', labels: ['eq:one'] });
    expect(splitLabel('a\n\\label{eq:one}\n+ \\label{x}b').labels).toEqual(['eq:one', 'x']);
  });

  it.each([
    ['eq:one', 'eq-one'],
    ['eq:long-name2', 'eq-long-name2'],
    ['one', undefined],
    ['eq:Ünicode', undefined],
    ['fig:one', undefined],
  ])('%s becomes the id %s', (label, id) => {
    expect(labelId(label)).toBe(id);
  });
});

describe('texError', () => {
  it('is null for formulas with role macros', () => {
    expect(texError('\\query{q}^\\top \\key{k}', true)).toBeNull();
    expect(texError('\\text{注意力} = \\noise{\\varepsilon}', false)).toBeNull();
  });

  it('is the message of KaTeX', () => {
    expect(texError('\\frac{a', true)).toContain("expected '}'");
    expect(texError('\\nosuch', true)).toContain('Undefined control sequence: \\nosuch');
  });

  it('rejects ids, styles and links from TeX', () => {
    expect(texError('\\htmlId{x}{y}', false)).not.toBeNull();
    expect(texError('\\htmlStyle{color:red}{y}', false)).not.toBeNull();
    expect(texError('\\href{javascript:alert(1)}{y}', false)).not.toBeNull();
  });
});
