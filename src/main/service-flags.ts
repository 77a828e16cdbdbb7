/**
 * How Node is started for those who answer requests: what is young is collected often, in a few milliseconds. Left to itself V8
 * lets four times as much gather, and on a busy machine who asks meanwhile waits some 20 ms for it, 70 at worst.
 *
 * @see `node --v8-options`
 */
export const SERVICE_NODE_FLAGS = ['--max-semi-space-size=4'] as const;
