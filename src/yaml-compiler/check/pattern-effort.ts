import { matchingSteps } from '../../plan/input-pattern.ts';
import { describeMisfit } from '../../plan/inputs.ts';
import type { JsonValue } from '../../plan/json.ts';
import type { InputDeclaration } from '../../plan/plan.ts';
import type { DiagnosticSink } from '../diagnostic.ts';

/** For all patterns of a spec together: some tenths of a second. */
const MOST_STEPS = 5_000_000;
/** What reading a pattern takes, for each of its characters. */
const STEPS_TO_READ = 200;

/** What the patterns of one spec take to be matched, here and whenever a job is submitted. Past the most, they are not matched any more. */
export class PatternEffort {
  private left = MOST_STEPS;
  private readonly sink: DiagnosticSink;

  constructor(sink: DiagnosticSink) {
    this.sink = sink;
  }

  /** False where there is no more to be spent; that is told once. */
  isEnoughToRead(pattern: string, offset: number): boolean {
    return this.spend(pattern.length * STEPS_TO_READ, offset);
  }

  /** @param length of the value */
  isEnoughToMatch(pattern: string, length: number, offset: number): boolean {
    return this.spend(matchingSteps(pattern, length), offset);
  }

  private spend(steps: number, offset: number): boolean {
    if (this.left < 0) return false;
    this.left -= steps;
    if (this.left >= 0) return true;
    const message =
      'The patterns of this spec take too long, from here on: shorten them, give smaller `max_length`s, or hold fewer values against them.';
    this.sink.report('too-complex', offset, message);
    return false;
  }
}

/** What is wrong with a value that stands in the file, as the rest of a sentence; without its pattern where that takes too long. */
export function misfitOf(
  value: JsonValue,
  declaration: InputDeclaration,
  offset: number,
  effort: PatternEffort,
): string | undefined {
  const { pattern, ...rest } = declaration;
  // A value that is too long is not held against it.
  const length = typeof value === 'string' ? Math.min(value.length, declaration.max_length ?? 0) : 0;
  const isMatched = pattern !== undefined && effort.isEnoughToMatch(pattern, length, offset);
  return describeMisfit(isMatched ? declaration : rest, value);
}
