/** What any forwarded request can come to. */
export const MUTATION_PROBLEMS = ['domain_error', 'domain_unavailable', 'database_unavailable'] as const;

/** What any read can come to. */
export const READ_PROBLEMS = ['database_unavailable'] as const;
