/**
 * Every code that an HTTP answer can carry, with its status and title. Stable: clients match on the code, and the
 * status of a code never changes.
 */
export const PROBLEMS = {
  malformed_json: { status: 400, title: 'The body is not JSON' },
  malformed_request: { status: 400, title: 'The request cannot be read' },
  missing_api_key: { status: 401, title: 'An API key is needed' },
  invalid_api_key: { status: 401, title: 'The API key is not valid' },
  invalid_service_token: { status: 401, title: 'The service token is not valid' },
  insufficient_scope: { status: 403, title: 'The key may not do this' },
  platform_not_allowed: { status: 403, title: 'The key is bound to another platform' },
  not_found: { status: 404, title: 'There is nothing at this path' },
  submission_not_found: { status: 404, title: 'There is no such submission' },
  job_not_found: { status: 404, title: 'There is no such job' },
  asset_not_found: { status: 404, title: 'There is no such asset' },
  version_not_found: { status: 404, title: 'There is no such version' },
  node_not_found: { status: 404, title: 'The job has no such node' },
  method_not_allowed: { status: 405, title: 'The path does not take this method' },
  request_id_conflict: { status: 409, title: 'The request id was used for something else' },
  ambiguous_request_id: { status: 409, title: 'Several platforms have used the request id' },
  unresolved_version: { status: 409, title: 'An earlier version awaits its review' },
  data_type_conflict: { status: 409, title: 'The asset is of another data type' },
  version_not_completed: { status: 409, title: 'The version is not completed' },
  version_not_finished: { status: 409, title: 'The version is still being processed' },
  version_already_resolved: { status: 409, title: 'The version is decided already' },
  job_already_ended: { status: 409, title: 'The job has ended already' },
  job_not_started: { status: 409, title: 'The job has not started yet' },
  job_not_retryable: { status: 409, title: 'The job is not one that can be retried' },
  job_superseded: { status: 409, title: 'A later job has taken over the version' },
  resume_unavailable: { status: 409, title: 'What the job has done is not known any more' },
  node_not_waiting: { status: 409, title: 'The node waits for no decision' },
  item_belongs_to_another_asset: { status: 409, title: 'The item belongs to another asset' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body must be application/json' },
  invalid_request: { status: 422, title: 'The request does not fit its schema' },
  unknown_platform: { status: 422, title: 'There is no such platform' },
  missing_platform_ref: { status: 422, title: 'A reference that the platform requires is missing' },
  unknown_platform_ref: { status: 422, title: 'The platform has no such reference' },
  unknown_workflow: { status: 422, title: 'There is no such workflow' },
  invalid_workflow: { status: 422, title: 'The workflow cannot be run as it is' },
  invalid_inputs: { status: 422, title: 'The inputs do not fit the workflow' },
  invalid_blob_path: { status: 422, title: 'The blob path is not allowed' },
  source_not_found: { status: 422, title: 'The source blob does not exist' },
  container_not_found: { status: 422, title: 'The container does not exist' },
  unsupported_input: { status: 422, title: 'Something is asked for that is not done here' },
  idempotency_key_reused: { status: 422, title: 'The idempotency key was used for something else' },
  unknown_node: { status: 422, title: 'The job has no node of this name' },
  unknown_item: { status: 422, title: 'The fan-out has no item of this key' },
  output_not_supplied: { status: 422, title: 'The output of this node cannot be given by hand' },
  invalid_output: { status: 422, title: 'The output given by hand does not fit its node' },
  invalid_cursor: { status: 422, title: 'The cursor is not one of ours' },
  internal_error: { status: 500, title: 'Something went wrong here' },
  domain_error: { status: 502, title: 'The service behind the gateway failed' },
  database_unavailable: { status: 503, title: 'The database cannot be reached' },
  storage_unavailable: { status: 503, title: 'The storage cannot be reached' },
  temporal_unavailable: { status: 503, title: 'The workflow service cannot be reached' },
  worker_unavailable: { status: 503, title: 'No worker answers for the job at the moment' },
  too_many_streams: { status: 503, title: 'Too many clients follow jobs at the moment' },
  domain_unavailable: { status: 503, title: 'The service behind the gateway cannot be reached' },
} as const satisfies Readonly<Record<string, { status: number; title: string }>>;

export type ProblemCode = keyof typeof PROBLEMS;

/** What a submission's workflow and inputs can be refused for. */
export const INPUT_PROBLEMS = [
  'unknown_workflow',
  'invalid_workflow',
  'invalid_inputs',
  'invalid_blob_path',
  'source_not_found',
  'container_not_found',
  'unsupported_input',
] as const satisfies readonly ProblemCode[];

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}
