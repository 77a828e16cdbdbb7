/**
 * For clients of Temporal that read histories: a page of one may be larger than the 4 MiB that gRPC takes by default. The SDK
 * means to set this and misses its name (`max_receive_message_length`, 1.24).
 */
export const LARGE_MESSAGES = { 'grpc.max_receive_message_length': 128 * 1_048_576 };
