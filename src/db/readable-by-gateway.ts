/** Nothing of what they are made of is for the domain alone. Views read with their owner's rights what is beneath them. */
const WHOLE = [
  ...['platforms', 'layer_metadata', 'job_nodes', 'asset_view', 'version_view', 'job_view', 'running_node_view'],
  ...['failed_node_view', 'node_progress_view', 'event_view', 'timeline_view', 'orphan_view', 'shown_items'],
  ...['webhook_delivery_view', 'collection_summaries'],
];

/**
 * Of tables with more in them than the public door has a use for: plans, inputs and addresses of callbacks, what handlers put out,
 * hashes of bodies. The hash of an API key it needs, to compare it: nobody finds out a key by it.
 */
const COLUMNS = {
  api_keys: [
    ...['prefix', 'key_hash', 'name', 'scopes', 'platform_id', 'created_at', 'expires_at', 'revoked_at', 'replaced_by'],
  ],
  assets: ['asset_id', 'platform_id', 'deleted_at'],
  asset_versions: [
    ...['asset_id', 'ordinal', 'platform_id', 'version_label', 'request_id', 'processing_state', 'approval_state'],
    ...['current_job_id', 'last_error', 'created_at', 'updated_at'],
  ],
  jobs: [
    ...['job_id', 'asset_id', 'ordinal', 'platform_id', 'workflow_id', 'state', 'is_paused', 'attempt', 'percent'],
    ...['percent_at', 'attempt_percent', 'attempt_started_at', 'error', 'created_at', 'started_at', 'ended_at'],
  ],
} as const;

/** What the gateway's role may select, as GRANT has it: what its queries name, and nothing else. A new table is not among it. */
export function readableByGateway(): string[] {
  return [
    `ON ${WHOLE.map((name) => `rhumbline.${name}`).join(', ')}`,
    ...Object.entries(COLUMNS).map(([table, columns]) => `(${columns.join(', ')}) ON rhumbline.${table}`),
  ];
}
