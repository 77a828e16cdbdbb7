/**
 * Of errors that workflow code makes. The SDK has a stack taken, mapped to sources and written out for every promise that workflow
 * code makes, so as to answer `__stack_trace`; with V8's ten frames, through the layers of an interpreter, that was half of what the workflow
 * thread did. The innermost frames say where it is.
 *
 * @see https://v8.dev/docs/stack-trace-api
 */
Error.stackTraceLimit = 4;
