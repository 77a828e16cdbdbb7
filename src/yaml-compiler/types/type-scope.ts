import type { Span } from '../../plan/template/ast.ts';
import type { DiagnosticCode } from '../diagnostic.ts';
import type { Type } from './type.ts';

/** What a template may mention, and where its faults go. */
export interface TypeScope {
  names: Readonly<Record<string, Type>>;
  /** False for a node whose output may not be there when the template is evaluated. */
  isCertain(nodeId: string): boolean;
  report(code: DiagnosticCode, span: Span, message: string): void;
  /** ` Did you mean …?`, or where none is near which names there are. */
  hintFor(name: string, candidates: readonly string[]): string;
  /** False where nobody hears of faults: what they would say need not be made up. */
  readonly isHeard: boolean;
}
