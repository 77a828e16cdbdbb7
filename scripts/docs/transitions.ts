import { API_KEY_OPERATIONS, API_KEY_STATES, API_KEY_TRANSITIONS } from '../../src/assets/api-keys/states.ts';
import {
  APPROVAL_STATES,
  CLEARANCES,
  JOB_TRANSITIONS,
  PROCESSING_STATE_OF_JOB,
  PROCESSING_STATES,
  RETRYABLE,
} from '../../src/assets/states.ts';
import { ASSET_OPERATIONS, ASSET_TRANSITIONS, type AssetStep } from '../../src/assets/transitions/asset.ts';
import { VERSION_OPERATIONS, VERSION_TRANSITIONS, type VersionStep } from '../../src/assets/transitions/version.ts';
import { JOB_STATES } from '../../src/plan/job.ts';

/** The tables that the asset service goes by, as Markdown. */
export const TRANSITIONS: Readonly<Record<string, () => string[]>> = {
  versions: versionTable,
  assets: assetTable,
  jobs: jobTable,
  'api keys': apiKeyTable,
};

function versionTable(): string[] {
  const rows = APPROVAL_STATES.flatMap((approval) =>
    PROCESSING_STATES.map((processing) => [
      approval,
      processing,
      ...VERSION_OPERATIONS.map((operation) => versionCell(VERSION_TRANSITIONS[operation][approval][processing])),
    ]),
  );
  return table(['approval', 'processing', ...VERSION_OPERATIONS], rows);
}

function versionCell(step: VersionStep): string {
  if ('refused' in step) return `\`${step.refused}\``;
  return leadsTo([step.to.processing_state, step.to.approval_state]);
}

function assetTable(): string[] {
  const rows = (['live', 'deleted'] as const).flatMap((presence) =>
    CLEARANCES.map((clearance) => [
      presence,
      clearance,
      ...ASSET_OPERATIONS.map((operation) => assetCell(ASSET_TRANSITIONS[operation][presence][clearance])),
    ]),
  );
  return table(['', 'clearance', ...ASSET_OPERATIONS], rows);
}

function assetCell(step: AssetStep): string {
  if ('refused' in step) return `\`${step.refused}\``;
  const unless = step.unless === undefined ? '' : `, or \`${step.unless}\``;
  return `${leadsTo([step.to.clearance, step.to.presence])}${unless}`;
}

function jobTable(): string[] {
  const rows = JOB_STATES.map((state) => [
    state,
    PROCESSING_STATE_OF_JOB[state],
    JOB_TRANSITIONS[state].filter((next) => next !== state).join(', ') || 'nothing: it has ended',
    RETRYABLE.includes(state) ? '→ pending' : '`job_not_retryable`',
  ]);
  return table(['job', 'its version', 'a report may lead to', 'retry'], rows);
}

function apiKeyTable(): string[] {
  const rows = API_KEY_STATES.map((state) => [
    state,
    ...API_KEY_OPERATIONS.map((operation) => {
      const step = API_KEY_TRANSITIONS[operation][state];
      return 'refused' in step ? `\`${step.refused}\`` : leadsTo([step.to]);
    }),
  ]);
  return table(['key', ...API_KEY_OPERATIONS], rows);
}

function leadsTo(states: readonly (string | undefined)[]): string {
  const named = states.filter((state) => state !== undefined);
  return named.length === 0 ? 'allowed' : `→ ${named.join(', ')}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}
