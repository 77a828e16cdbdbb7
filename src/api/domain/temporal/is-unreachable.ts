import { isGrpcServiceError, ServiceError } from '@temporalio/client';

/** gRPC: CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE. */
const PASSING = new Set([1, 4, 8, 14]);

/** True for errors that tell of the connection or of the server's state, and so of every request and not just this one. */
export function isUnreachable(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) && PASSING.has(cause.code);
}
