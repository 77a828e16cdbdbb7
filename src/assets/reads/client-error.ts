import type { Fault } from '../../plan/fault.ts';
import { TEMPLATE_ERROR_CODES } from '../../plan/template/error.ts';

/** What a client is told of a failure: enough to know whether to mend its data, and no more. */
export interface ClientError {
  code: string;
  message: string;
}

/**
 * Failures of specs, handlers and services among themselves: no client can mend them, and what they say is for engineers,
 * who find it with the job.
 */
const INTERNAL: ReadonlySet<string> = new Set([
  ...['contract_violation', 'internal_error', 'output_not_supplied', 'reserved_property', 'invalid_item'],
  ...['incomplete_tiles', 'window_outside_raster'],
  ...Object.keys(TEMPLATE_ERROR_CODES),
  ...[
    'aggregation_type',
    'aggregation_overflow',
    'fan_in_value',
    'items_not_array',
    'items_failed',
    'invalid_key',
    'duplicate_key',
  ],
  ...['invalid_duration', 'invalid_instant', 'invalid_inputs', 'missing_input'],
  ...['blob_exists', 'gdal_missing', 'gdal_killed', 'scratch_full', 'payload_corrupt', 'payload_missing'],
  ...['workflow_failed', 'workflow_result_unreadable', 'workflow_start_refused', 'job_given_up'],
]);
/** Our codes; other names are those of errors that nobody here has named. */
const CODE = /^[a-z][a-z0-9_]*$/;

const UNMENDABLE: ClientError = {
  code: 'processing_failed',
  message: 'The processing failed for a reason that is not in the data. Ask its operators, and quote the request_id.',
};

/** A failure in words that a client understands; null where there is none. */
export function clientErrorOf(fault: Fault | null): ClientError | null {
  if (fault === null) return null;
  const { code, message } = ofFirstItem(fault);
  return INTERNAL.has(code) || !CODE.test(code) ? UNMENDABLE : { code, message };
}

/** Where items of a fan-out failed, such as files that become one raster: which the first was, and what it did for. */
function ofFirstItem({ code, message, detail }: Fault): ClientError {
  const first = detail?.first_code;
  const [, told] = message.split(`The first failed with ${String(first)}: `);
  return code === 'items_failed' && typeof first === 'string' && told
    ? { code: first, message: [...firstKey(detail), told].join(': ') }
    : { code, message };
}

function firstKey(detail: Fault['detail']): string[] {
  const [key] = Array.isArray(detail?.keys) ? detail.keys : [];
  return typeof key === 'string' ? [key] : [];
}
