import type { RasterFinding } from '../../geo/raster.ts';
import { FaultError } from '../../plan/fault.ts';

/**
 * The fault of a raster that is refused: the first finding gives its code, all of them are in its message and detail.
 * No retry can mend it.
 */
export function refuse(findings: readonly RasterFinding[], cause?: unknown): FaultError {
  const code = findings[0]?.code ?? 'raster_unreadable';
  const message = inOneText(findings.map((finding) => finding.message));
  const detail = { findings: findings.map((finding) => ({ code: finding.code, message: finding.message })) };
  return new FaultError({ code, message, detail }, { cause });
}

/** Several findings are numbered, so that a person sees where one ends and the next begins. */
function inOneText(messages: readonly string[]): string {
  if (messages.length <= 1) return messages.join();
  const numbered = messages.map((message, index) => `(${index + 1}) ${message}`);
  return `The raster is refused for ${messages.length} reasons. ${numbered.join(' ')}`;
}
