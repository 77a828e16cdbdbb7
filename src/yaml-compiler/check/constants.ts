import type { JsonValue } from '../../plan/json.ts';
import type { Binary, Conditional, Expression, Filter, Span, Test } from '../../plan/template/ast.ts';
import { TemplateError } from '../../plan/template/error.ts';
import { evaluate, scopeOf } from '../../plan/template/evaluate.ts';
import type { Meter } from '../../plan/template/meter.ts';
import { isTruthy } from '../../plan/template/values.ts';
import { childrenOf } from '../../plan/template/walk.ts';
import type { DiagnosticCode, Severity } from '../diagnostic.ts';

export interface ConstantFault {
  code: DiagnosticCode;
  message: string;
  span: Span;
  /** A warning where the part is one that need not be evaluated, such as an arm of a condition. */
  severity: Severity;
}

/** How a part comes to be evaluated. */
interface Reached {
  /** Whenever its template is. */
  surely: boolean;
  /** What is not there is no fault: under `default` and `is defined`. */
  forgiving: boolean;
}

type Value = { known: true; value: JsonValue } | { known: false };

const UNKNOWN_VALUE: Value = { known: false };
const DIVISIONS: ReadonlySet<Binary['operator']> = new Set(['/', '//', '%'] as const);

/**
 * Evaluates the parts of one template that are the same for every job, since nothing in them is looked up, and collects
 * their faults. What is beyond a condition that is itself always the same is left out where it is never reached.
 */
export class Constants {
  readonly faults: ConstantFault[] = [];
  private readonly constant = new Set<Expression>();
  private readonly meter: Meter;
  private readonly budget: Meter;
  private readonly isTold: (span: Span) => boolean;

  /**
   * @param budget for all that is evaluated for the spec; nothing more is looked at where it is spent
   * @param meter what the template may do at run time, a part of the budget
   * @param isTold whether a fault is known in that part: it is not evaluated
   */
  constructor(budget: Meter, meter: Meter, isTold: (span: Span) => boolean) {
    this.budget = budget;
    this.meter = meter;
    this.isTold = isTold;
  }

  /** @returns the value of a whole expression that is constant and has no fault */
  look(expression: Expression): Value {
    this.findConstants(expression);
    return this.visit(expression, { surely: true, forgiving: false });
  }

  private findConstants(node: Expression): boolean {
    const areConstant = childrenOf(node).map((child) => this.findConstants(child));
    if (node.kind === 'name' || areConstant.includes(false)) return false;
    this.constant.add(node);
    return true;
  }

  private visit(node: Expression, reached: Reached): Value {
    if (this.budget.isSpent) return UNKNOWN_VALUE;
    if (this.constant.has(node) && !this.isTold(node)) return this.evaluate(node, reached);
    if (node.kind === 'conditional') this.visitConditional(node, reached);
    else if (node.kind === 'binary') this.visitBinary(node, reached);
    else if (node.kind === 'filter' && node.name === 'default') this.visitDefault(node, reached);
    else if (node.kind === 'test') this.visitTest(node, reached);
    else for (const child of childrenOf(node)) this.visit(child, reached);
    return UNKNOWN_VALUE;
  }

  private visitConditional({ test, then, otherwise }: Conditional, reached: Reached): void {
    const decided = this.visit(test, reached);
    if (decided.known) this.visit(isTruthy(decided.value) ? then : otherwise, reached);
    else for (const arm of [then, otherwise]) this.visit(arm, { ...reached, surely: false });
  }

  private visitBinary(node: Binary, reached: Reached): void {
    const left = this.visit(node.left, reached);
    if (node.operator !== 'and' && node.operator !== 'or') {
      const right = this.visit(node.right, reached);
      const isZero = DIVISIONS.has(node.operator) && right.known && right.value === 0;
      if (isZero && !this.isTold(node)) this.tell('template-fails', 'division by zero', node, reached);
      return;
    }
    const isDecided = left.known && isTruthy(left.value) === (node.operator === 'or');
    if (!isDecided) this.visit(node.right, { ...reached, surely: reached.surely && left.known });
  }

  /** What stands in for a value is evaluated only where that is not there. */
  private visitDefault({ operand, args }: Filter, reached: Reached): void {
    this.visit(operand, { ...reached, forgiving: true });
    for (const arg of args) this.visit(arg, { ...reached, surely: false });
  }

  private visitTest({ name, operand }: Test, reached: Reached): void {
    const forgiving = reached.forgiving || name === 'defined' || name === 'undefined';
    this.visit(operand, { ...reached, forgiving });
  }

  private evaluate(node: Expression, reached: Reached): Value {
    try {
      return { known: true, value: evaluate(node, scopeOf({}, this.meter)) };
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const isForgiven = reached.forgiving && error.code === 'template_undefined';
      // What all templates of a job may do is not for one of them to answer for.
      if (isForgiven || this.budget.isSpent) return UNKNOWN_VALUE;
      const code = error.code === 'template_limit' ? 'template-limit' : 'template-fails';
      this.tell(code, error.message, error.span, reached);
      return UNKNOWN_VALUE;
    }
  }

  private tell(code: DiagnosticCode, reason: string, span: Span, { surely }: Reached): void {
    const when = surely ? 'This always fails' : 'This fails wherever it is evaluated';
    const message = `${when}: ${reason.replace(/\.$/, '')}.`;
    this.faults.push({ code, message, span, severity: surely ? 'error' : 'warning' });
  }
}
