import type { BinaryOperator, Span } from './ast.ts';
import { TemplateError } from './error.ts';
import type { Token } from './lexer.ts';

const MAX_DEPTH = 64;

/** Where a parser stands in its tokens, and the small questions that it asks of them. */
export class TokenCursor {
  private readonly tokens: Token[];
  private position = 0;
  private depth = 0;

  constructor(tokens: Token[]) {
    this.tokens = tokens;
  }

  protected get isEmpty(): boolean {
    return this.tokens.length === 1;
  }

  /** Bounds the nesting, and so the stack. */
  protected nested<T>(parse: () => T): T {
    this.depth++;
    if (this.depth > MAX_DEPTH) {
      throw new TemplateError('template_limit', `an expression nests at most ${MAX_DEPTH} deep`, this.current);
    }
    const parsed = parse();
    this.depth--;
    return parsed;
  }

  protected get current(): Token {
    return this.tokens[this.position] as Token;
  }

  protected get previous(): Token {
    return this.tokens[this.position - 1] as Token;
  }

  protected take(): Token {
    const token = this.current;
    if (token.kind !== 'end') this.position++;
    return token;
  }

  protected takeSymbol(text: string): Token | undefined {
    return this.current.kind === 'symbol' && this.current.text === text ? this.take() : undefined;
  }

  protected takeName(text: string): Token | undefined {
    return this.current.kind === 'name' && this.current.text === text ? this.take() : undefined;
  }

  protected takeOperator(operators: readonly BinaryOperator[]): BinaryOperator | undefined {
    const next = this.tokens[this.position + 1];
    const isNotIn = this.current.kind === 'name' && this.current.text === 'not' && next?.text === 'in';
    if (isNotIn && operators.includes('not in')) {
      this.position += 2;
      return 'not in';
    }
    if (this.current.kind === 'string') return undefined;
    const operator = operators.find((candidate) => candidate === this.current.text);
    if (operator) this.position++;
    return operator;
  }

  protected expectSymbol(text: string): Token {
    const token = this.takeSymbol(text);
    if (!token) throw this.error(`\`${text}\` is expected here`);
    return token;
  }

  protected expectName(what: string): Token {
    const token = this.take();
    if (token.kind !== 'name') throw this.error(`${what} is expected here`, token);
    return token;
  }

  protected error(message: string, at: Span = this.current): TemplateError {
    return new TemplateError('template_syntax', message, at);
  }
}
