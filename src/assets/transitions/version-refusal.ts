import { FaultError } from '../../plan/fault.ts';
import type { ProcessingState } from '../states.ts';
import { type VersionOperation, type VersionRefusal, type VersionState, versionStep } from './version.ts';

interface Version extends VersionState {
  ordinal: number;
}

/**
 * What the operation makes of the version's state.
 *
 * @throws FaultError with the code that the table has for it
 */
export function stepVersion(operation: VersionOperation, version: Version): VersionState {
  const step = versionStep(operation, version);
  if ('refused' in step) throw new FaultError({ code: step.refused, message: REFUSALS[step.refused](version) });
  const { processing_state, approval_state } = version;
  return { processing_state, approval_state, ...step.to };
}

/** What resolves the version that is in the way of the next one. */
const ADVICE: Readonly<Record<ProcessingState, string>> = {
  queued: 'Wait for its end, then approve or reject it.',
  processing: 'Wait for its end, then approve or reject it.',
  completed: 'Approve or reject it before the next version is submitted.',
  failed: 'Reject it before the next version is submitted.',
  cancelled: 'Reject it before the next version is submitted.',
};

const REFUSALS: Readonly<Record<VersionRefusal, (version: Version) => string>> = {
  version_already_resolved: ({ ordinal, approval_state }) =>
    `Version ${ordinal} is ${approval_state} already; a decision is not changed.`,
  version_not_completed: ({ ordinal, processing_state }) =>
    `Version ${ordinal} is ${processing_state}; only a completed version can be approved.`,
  version_not_finished: ({ ordinal, processing_state }) =>
    `Version ${ordinal} is ${processing_state}; cancel its job or wait for its end first.`,
  job_not_retryable: ({ ordinal, processing_state }) =>
    `Version ${ordinal} is ${processing_state}; only a failed or cancelled job can be retried.`,
  unresolved_version: ({ ordinal, processing_state }) =>
    `Version ${ordinal} of the asset is ${processing_state} and neither approved nor rejected. ${ADVICE[processing_state]}`,
};
