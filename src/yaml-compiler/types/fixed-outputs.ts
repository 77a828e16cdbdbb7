import { arrayOf, BOOLEAN, INTEGER, NULL, objectOf, STRING } from './type.ts';
import { union } from './union.ts';

/** What nodes give whose kind alone decides it. */
export const FIXED_OUTPUTS = {
  conditional: objectOf({ branch: STRING }),
  fan_out: objectOf({
    total: INTEGER,
    completed: INTEGER,
    failed: INTEGER,
    skipped: INTEGER,
    failed_keys: arrayOf(STRING),
  }),
  approval: objectOf({ approved: BOOLEAN, by: STRING, comment: union([STRING, NULL]), decided_at: STRING }),
  sleep: objectOf({ slept_ms: INTEGER }),
};
