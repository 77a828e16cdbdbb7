import type { Span } from './ast.ts';

export const TEMPLATE_ERROR_CODES = {
  template_syntax: 'The template cannot be read.',
  template_undefined: 'A name or a field is not there.',
  template_type: 'An operation got a value of a type that it is not for.',
  template_limit: 'The template is too large, too deep, or would take too long.',
  template_forbidden: 'The template uses a name that is refused everywhere.',
} as const;
export type TemplateErrorCode = keyof typeof TEMPLATE_ERROR_CODES;

export class TemplateError extends Error {
  readonly code: TemplateErrorCode;
  readonly span: Span;

  /** @param message or how to make it, where that is dear and perhaps nobody reads it */
  constructor(code: TemplateErrorCode, message: string | (() => string), span: Span) {
    super(typeof message === 'string' ? message : undefined);
    if (typeof message !== 'string') makeOnRead(this, message);
    this.name = 'TemplateError';
    this.code = code;
    this.span = span;
  }
}

function makeOnRead(error: Error, make: () => string): void {
  let made: string | undefined;
  const get = () => {
    made ??= make();
    return made;
  };
  Object.defineProperty(error, 'message', { configurable: true, get });
}
