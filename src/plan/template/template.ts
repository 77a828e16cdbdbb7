import type { Template, TemplatePart } from './ast.ts';
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
  if (source.length > MAX_TEMPLATE_LENGTH) {
    const message = `a template has at most ${MAX_TEMPLATE_LENGTH} characters, this one has ${source.length}`;
    throw new TemplateError('template_limit', message, { start: 0, end: source.length });
  }
  const parts = [...splitParts(source)];
  const expressions = parts.filter((part) => part.kind === 'expression');
  const blank = parts.every((part) => part.kind === 'expression' || part.text.trim() === '');
  const only = expressions.length === 1 && blank ? expressions[0] : undefined;
  return { parts, whole: only?.expression };
}

function* splitParts(source: string): Generator<TemplatePart> {
  let position = 0;
  while (position < source.length) {
    const open = findOpening(source, position);
    if (open > position) yield { kind: 'text', text: source.slice(position, open) };
    if (open === source.length) return;
    const close = findClosing(source, open);
    yield { kind: 'expression', expression: parseExpression(source, open + 2, close) };
    position = close + 2;
  }
}

function findOpening(source: string, from: number): number {
  for (let at = from; at < source.length; at++) {
    if (source[at] !== '{') continue;
    const next = source[at + 1];
    if (next === '{') return at;
    if (next === '%' || next === '#') {
      const message = `\`{${next}\` is not part of the language: only expressions in {{ }} are`;
      throw new TemplateError('template_syntax', message, { start: at, end: at + 2 });
    }
  }
  return source.length;
}

function findClosing(source: string, open: number): number {
  let depth = 0;
  for (let at = open + 2; at < source.length; at++) {
    at += Math.max(0, stringLengthAt(source, at) - 1);
    const char = source[at];
    if (char === '{') depth++;
    else if (char === '}' && depth > 0) depth--;
    else if (char === '}' && source[at + 1] === '}') return at;
  }
  throw new TemplateError('template_syntax', '`{{` is not closed by `}}`', { start: open, end: open + 2 });
}
