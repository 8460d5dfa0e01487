/**
 * The full titles of the tests in a file, read from its source without running it. A template is filled in with what the loops around it
 * go over, where that is written down: `for (const name of ['a', 'b'] as const)` or with pairs. Other templates have no title here.
 */
import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** What names stand for. */
type Scope = Readonly<Record<string, string>>;

const plain = (node: ts.Expression): ts.Expression =>
  ts.isAsExpression(node) || ts.isParenthesizedExpression(node) ? plain(node.expression) : node;

/** The text of an expression; undefined where it is not written down. */
function textOf(node: ts.Expression, scope: Scope): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isIdentifier(node)) return scope[node.text];
  if (ts.isCallExpression(node) && node.expression.getText() === 'String' && node.arguments[0])
    return textOf(node.arguments[0], scope);
  if (!ts.isTemplateExpression(node)) return undefined;
  const spans = node.templateSpans.map(({ expression, literal }) => {
    const text = textOf(expression, scope);
    return text === undefined ? undefined : text + literal.text;
  });
  return spans.includes(undefined) ? undefined : node.head.text + spans.join('');
}

/** The scopes of a loop's rounds: one for each element that is written down. */
function rounds(loop: ts.ForOfStatement, scope: Scope): Scope[] {
  const list = plain(loop.expression);
  const [declared] = ts.isVariableDeclarationList(loop.initializer) ? loop.initializer.declarations : [];
  if (!declared || !ts.isArrayLiteralExpression(list)) return [scope];
  return list.elements.map((element) => {
    const [name, value] = [declared.name, plain(element)];
    const pairs: (readonly [ts.BindingName | undefined, ts.Expression | undefined])[] =
      ts.isArrayBindingPattern(name) && ts.isArrayLiteralExpression(value)
        ? name.elements.map((part, i) => [ts.isBindingElement(part) ? part.name : undefined, value.elements[i]])
        : [[name, value]];
    const found = pairs.flatMap(([to, from]) => {
      const text = from && textOf(plain(from), scope);
      return to && ts.isIdentifier(to) && text !== undefined ? [[to.text, text] as const] : [];
    });
    return { ...scope, ...Object.fromEntries(found) };
  });
}

function titlesIn(node: ts.Node, scope: Scope): string[] {
  if (ts.isForOfStatement(node)) return rounds(node, scope).flatMap((round) => titlesIn(node.statement, round));
  if (ts.isCallExpression(node) && ['test', 'it'].includes(node.expression.getText()) && node.arguments.length > 1) {
    const title = node.arguments[0] && textOf(node.arguments[0], scope);
    return title === undefined ? [] : [title];
  }
  return node.getChildren().flatMap((child) => titlesIn(child, scope));
}

export const testTitles = (path: string): string[] =>
  titlesIn(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true), {});
