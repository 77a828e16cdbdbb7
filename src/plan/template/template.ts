import type { Expression, Template, TemplatePart } from './ast.ts';
import { TemplateError } from './error.ts';
import { stringLengthAt } from './lexer.ts';
import { parseExpression } from './parser.ts';

/** Characters of template text; a spec that needs more wants a handler. */
export const MAX_TEMPLATE_LENGTH = 16_384;

export function isTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%') || text.includes('{#');
}

/**
 * Reads a template: text with Jinja expressions in `{{ }}`. Statements (`{% %}`) are refused: work belongs into nodes, and
 * without loops every evaluation is bounded.
 *
 * @throws TemplateError with the place in `source`
 */
export function parseTemplate(source: string): Template {
  const { template, errors } = readTemplate(source);
  if (errors[0]) throw errors[0];
  return template;
}

/** Errors of one template that are told. */
const MAX_ERRORS = 20;

/** The same for who wants to know all that is wrong: what cannot be read is left out of the template. */
export function readTemplate(source: string): { template: Template; errors: readonly TemplateError[] } {
  const errors: TemplateError[] = [];
  const parts = source.length > MAX_TEMPLATE_LENGTH ? [] : [...splitParts(source, errors)];
  if (source.length > MAX_TEMPLATE_LENGTH) {
    const message = `a template has at most ${MAX_TEMPLATE_LENGTH} characters, this one has ${source.length}`;
    errors.push(new TemplateError('template_limit', message, { start: 0, end: source.length }));
  }
  const expressions = parts.filter((part) => part.kind === 'expression');
  const blank = parts.every((part) => part.kind === 'expression' || part.text.trim() === '');
  const only = expressions.length === 1 && blank && errors.length === 0 ? expressions[0] : undefined;
  return { template: { parts, whole: only?.expression }, errors };
}

function* splitParts(source: string, errors: TemplateError[]): Generator<TemplatePart> {
  let position = 0;
  while (position < source.length && errors.length < MAX_ERRORS) {
    const open = findOpening(source, position, errors);
    if (open > position) yield { kind: 'text', text: source.slice(position, open) };
    if (open === source.length) return;
    const close = findClosing(source, open);
    if (close === undefined) {
      errors.push(new TemplateError('template_syntax', '`{{` is not closed by `}}`', { start: open, end: open + 2 }));
      return;
    }
    const expression = readExpression(source, open + 2, close, errors);
    if (expression) yield { kind: 'expression', expression };
    position = close + 2;
  }
}

function readExpression(source: string, start: number, end: number, errors: TemplateError[]): Expression | undefined {
  try {
    return parseExpression(source, start, end);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    errors.push(error);
    return undefined;
  }
}

/** Where the next `{{` is; the signs of statements and comments on the way are errors. */
function findOpening(source: string, from: number, errors: TemplateError[]): number {
  for (let at = source.indexOf('{', from); at >= 0; at = source.indexOf('{', at + 1)) {
    const next = source[at + 1];
    if (next === '{') return at;
    if ((next === '%' || next === '#') && errors.length < MAX_ERRORS) {
      const message = `\`{${next}\` is not part of the language: only expressions in {{ }} are`;
      errors.push(new TemplateError('template_syntax', message, { start: at, end: at + 2 }));
    }
  }
  return source.length;
}

function findClosing(source: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open + 2; at < source.length; at++) {
    at += Math.max(0, stringLengthAt(source, at) - 1);
    const char = source[at];
    if (char === '{') depth++;
    else if (char === '}' && depth > 0) depth--;
    else if (char === '}' && source[at + 1] === '}') return at;
  }
  return undefined;
}
