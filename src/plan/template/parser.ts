import type { BinaryOperator, Expression, Span, UnaryOperator } from './ast.ts';
import { TemplateError } from './error.ts';
import { type Token, tokenize } from './lexer.ts';
import { TokenCursor } from './token-cursor.ts';

/** Names that reach out of plain data in JavaScript: refused everywhere, whatever the value is. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** Operators that bind alike, loosest first: the order of Jinja's grammar. */
const BINARY_LEVELS: readonly (readonly BinaryOperator[])[] = [['or'], ['and']];
const COMPARISONS: readonly BinaryOperator[] = ['==', '!=', '<', '<=', '>', '>=', 'in', 'not in'];
const ARITHMETIC_LEVELS: readonly (readonly BinaryOperator[])[] = [['+', '-'], ['~'], ['*', '/', '//', '%']];

const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
  ['null', null],
]);
const KEYWORDS = new Set(['and', 'or', 'not', 'in', 'is', 'if', 'else', ...CONSTANTS.keys()]);

/**
 * Reads one Jinja expression, the text of `source` from `start` to before `end`.
 *
 * @throws TemplateError with the place in `source`
 */
export function parseExpression(source: string, start: number, end: number): Expression {
  return new Parser(tokenize(source, start, end)).parseAll();
}

class Parser extends TokenCursor {
  parseAll(): Expression {
    if (this.isEmpty) throw this.error('an expression is missing between {{ and }}');
    const expression = this.parseExpression();
    const rest = this.current;
    if (rest.kind !== 'end') throw this.error(`\`${rest.text}\` is not expected here`);
    return expression;
  }

  private parseExpression(): Expression {
    return this.nested(() => this.parseConditional());
  }

  private parseConditional(): Expression {
    const then = this.parseBinary(0);
    if (!this.takeName('if')) return then;
    const test = this.parseBinary(0);
    if (!this.takeName('else')) throw this.error('`if` needs an `else`: there is no empty value');
    const otherwise = this.parseExpression();
    return { kind: 'conditional', test, then, otherwise, start: then.start, end: otherwise.end };
  }

  private parseBinary(level: number): Expression {
    const operators = BINARY_LEVELS[level];
    if (!operators) return this.parseNot();
    return this.parseLeftAssociative(operators, () => this.parseBinary(level + 1));
  }

  private parseNot(): Expression {
    const start = this.current.start;
    if (!this.takeName('not')) return this.parseComparison();
    const operand = this.nested(() => this.parseNot());
    return { kind: 'unary', operator: 'not', operand, start, end: operand.end };
  }

  private parseComparison(): Expression {
    return this.parseLeftAssociative(COMPARISONS, () => this.parseArithmetic(0));
  }

  private parseArithmetic(level: number): Expression {
    const operators = ARITHMETIC_LEVELS[level];
    if (!operators) return this.parseUnary(true);
    return this.parseLeftAssociative(operators, () => this.parseArithmetic(level + 1));
  }

  private parseLeftAssociative(operators: readonly BinaryOperator[], parseOperand: () => Expression): Expression {
    let left = parseOperand();
    for (let operator = this.takeOperator(operators); operator; operator = this.takeOperator(operators)) {
      const right = parseOperand();
      left = { kind: 'binary', operator, left, right, start: left.start, end: right.end };
    }
    return left;
  }

  private parseUnary(withFilters: boolean): Expression {
    const start = this.current.start;
    const operator = this.takeSymbol('-') ?? this.takeSymbol('+');
    let expression: Expression;
    if (operator) {
      const operand = this.nested(() => this.parseUnary(false));
      expression = { kind: 'unary', operator: operator.text as UnaryOperator, operand, start, end: operand.end };
    } else {
      expression = this.parsePower();
    }
    return withFilters ? this.parseFiltersAndTests(expression) : expression;
  }

  private parsePower(): Expression {
    const left = this.parsePostfix(this.parsePrimary());
    if (!this.takeSymbol('**')) return left;
    const right = this.nested(() => this.parseUnary(false));
    return { kind: 'binary', operator: '**', left, right, start: left.start, end: right.end };
  }

  private parsePostfix(primary: Expression): Expression {
    let expression = primary;
    while (true) {
      if (this.takeSymbol('.')) expression = this.parseMember(expression);
      else if (this.takeSymbol('[')) expression = this.parseIndex(expression);
      else return expression;
    }
  }

  private parseMember(object: Expression): Expression {
    const property = this.take();
    const index = property.kind === 'number' && Number.isInteger(property.value);
    if (index) return { kind: 'index', object, index: literal(property, property.value), ...spanOf(object, property) };
    if (property.kind !== 'name') throw this.error('a field name is expected after `.`', property);
    return { kind: 'member', object, property: allowed(property), at: property, ...spanOf(object, property) };
  }

  private parseIndex(object: Expression): Expression {
    const index = this.parseExpression();
    const close = this.expectSymbol(']');
    if (index.kind === 'literal' && typeof index.value === 'string') {
      const property = allowed({ ...index, text: index.value });
      return { kind: 'member', object, property, at: index, ...spanOf(object, close) };
    }
    return { kind: 'index', object, index, ...spanOf(object, close) };
  }

  private parseFiltersAndTests(operand: Expression): Expression {
    let expression = operand;
    while (true) {
      if (this.takeSymbol('|')) expression = this.parseFilter(expression);
      else if (this.takeName('is')) expression = this.parseTest(expression);
      else return expression;
    }
  }

  private parseFilter(operand: Expression): Expression {
    const name = this.expectName('a filter');
    const args = this.takeSymbol('(') ? this.parseList(')') : [];
    return { kind: 'filter', operand, name: name.text, args, at: name, start: operand.start, end: this.previous.end };
  }

  private parseTest(operand: Expression): Expression {
    const negated = this.takeName('not') !== undefined;
    const name = this.expectName('a test, such as `defined`,');
    return { kind: 'test', operand, name: name.text, negated, at: name, ...spanOf(operand, name) };
  }

  private parsePrimary(): Expression {
    const token = this.take();
    if (token.kind === 'number') return literal(token, token.value);
    if (token.kind === 'string') return literal(token, token.text);
    if (token.kind === 'name') return this.parseName(token);
    if (token.text === '(') return this.parseGroup();
    if (token.text === '[') {
      return { kind: 'array', items: this.parseList(']'), start: token.start, end: this.previous.end };
    }
    if (token.text === '{') return this.parseObject(token);
    const found = token.kind === 'end' ? 'the expression ends' : `\`${token.text}\` stands`;
    throw this.error(`a value is expected where ${found}`, token);
  }

  private parseName(token: Token): Expression {
    const constant = CONSTANTS.get(token.text);
    if (constant !== undefined) return literal(token, constant);
    if (KEYWORDS.has(token.text)) throw this.error(`a value is expected where \`${token.text}\` stands`, token);
    if (!this.takeSymbol('(')) return { kind: 'name', name: allowed(token), start: token.start, end: token.end };
    return { kind: 'call', name: token.text, args: this.parseList(')'), start: token.start, end: this.previous.end };
  }

  private parseGroup(): Expression {
    const expression = this.parseExpression();
    this.expectSymbol(')');
    return expression;
  }

  private parseObject(open: Token): Expression {
    const entries: { key: string; value: Expression }[] = [];
    while (!this.takeSymbol('}')) {
      if (entries.length > 0) this.expectSymbol(',');
      const key = this.take();
      if (key.kind !== 'string') throw this.error('the keys of an object are strings in quotes', key);
      this.expectSymbol(':');
      entries.push({ key: allowed(key), value: this.parseExpression() });
    }
    return { kind: 'object', entries, start: open.start, end: this.previous.end };
  }

  private parseList(close: string): Expression[] {
    const items: Expression[] = [];
    while (!this.takeSymbol(close)) {
      if (items.length > 0) this.expectSymbol(',');
      items.push(this.parseExpression());
    }
    return items;
  }
}

function literal(at: Span, value: string | number | boolean | null): Expression {
  return { kind: 'literal', value, start: at.start, end: at.end };
}

function spanOf(first: Span, last: Span): Span {
  return { start: first.start, end: last.end };
}

function allowed(token: Span & { text: string }): string {
  if (FORBIDDEN.has(token.text)) {
    throw new TemplateError('template_forbidden', `\`${token.text}\` is refused in templates`, token);
  }
  return token.text;
}
