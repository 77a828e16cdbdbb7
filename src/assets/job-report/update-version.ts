import type pg from 'pg';
import { storableJson } from '../../db/storable-json.ts';
import type { JobReport, VersionOutputs } from '../../plan/job.ts';
import type { JsonValue } from '../../plan/json.ts';
import { PROCESSING_STATE_OF_JOB, type ProcessingState } from '../states.ts';
import type { LockedJobVersion } from './lock-job.ts';

const OUTPUT_COLUMNS = [
  'blob_path',
  'table_name',
  'stac_item_id',
  'stac_collection_id',
  'content_hash',
] as const satisfies (keyof VersionOutputs)[];

/**
 * Brings the version to the state of its current job, with the outputs or the error that it came to.
 *
 * @returns the new state, or undefined when it had that state already
 */
export async function updateVersion(
  client: pg.PoolClient,
  version: LockedJobVersion,
  report: JobReport,
): Promise<ProcessingState | undefined> {
  const state = PROCESSING_STATE_OF_JOB[report.state];
  if (state === version.processing_state) return undefined;
  const outputs = report.result?.outputs;
  await client.query(
    `UPDATE rhumbline.asset_versions
     SET processing_state = $3, outputs = $4, last_error = $5, blob_path = $6, table_name = $7, stac_item_id = $8,
         stac_collection_id = $9, content_hash = $10, row_version = row_version + 1, updated_at = now()
     WHERE asset_id = $1 AND ordinal = $2`,
    [
      ...[version.asset_id, version.ordinal, state, storableJson(outputs), storableJson(report.fault)],
      ...OUTPUT_COLUMNS.map((name) => textOf(outputs?.[name])),
    ],
  );
  return state;
}

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
