/** JSX attributes that an author wrote, as plain values. */
import type { Expression, Program } from 'estree-jsx';
import type { JsxElement } from './nodes.ts';

export interface WrittenAttribute {
  readonly name: string;
  /** What the attribute says; absent when it is not a literal. `flag` alone says true. */
  readonly value?: unknown;
  readonly literal: boolean;
}

const notLiteral = Symbol('not literal');

function evaluateUnary(operator: string, argument: unknown): unknown {
  if (typeof argument !== 'number') return notLiteral;
  if (operator === '-') return -argument;
  return operator === '+' ? argument : notLiteral;
}

function evaluate(expression: Expression): unknown {
  switch (expression.type) {
    case 'Literal':
      return 'regex' in expression || 'bigint' in expression ? notLiteral : expression.value;
    case 'UnaryExpression':
      return evaluateUnary(expression.operator, evaluate(expression.argument));
    case 'TemplateLiteral':
      return expression.expressions.length === 0 ? (expression.quasis[0]?.value.cooked ?? '') : notLiteral;
    case 'ArrayExpression': {
      const entries = expression.elements.map((entry) =>
        entry && entry.type !== 'SpreadElement' ? evaluate(entry) : notLiteral,
      );
      return entries.includes(notLiteral) ? notLiteral : entries;
    }
    default:
      return notLiteral;
  }
}

function evaluateProgram(program: Program | null | undefined): unknown {
  const statement = program?.body[0];
  return statement?.type === 'ExpressionStatement' ? evaluate(statement.expression) : notLiteral;
}

/** The attributes of an element, evaluated where they are literals (numbers, strings, booleans, arrays of them). */
export function writtenAttributes(node: JsxElement): WrittenAttribute[] {
  return node.attributes.map((entry) => {
    if (entry.type === 'mdxJsxExpressionAttribute') return { name: '{...}', literal: false };
    if (entry.value === null || entry.value === undefined) return { name: entry.name, value: true, literal: true };
    if (typeof entry.value === 'string') return { name: entry.name, value: entry.value, literal: true };
    const value = evaluateProgram(entry.value.data?.estree);
    return value === notLiteral ? { name: entry.name, literal: false } : { name: entry.name, value, literal: true };
  });
}
