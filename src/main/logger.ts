import pino, { type Logger, type LoggerOptions } from 'pino';
import { currentTrace } from '../tracing/current-trace.ts';

/** The query of a SAS in a URL, plain or percent-encoded, from wherever it starts to its end. */
const SAS = /[^\s"'\\?]*\bsig(?:=|%3[dD])[^\s"'\\]*/g;

/** Lines of less than this are written together, and after so long in any case: a line a request, written by itself, is a tenth of the work. */
const TOGETHER = { minLength: 4_096, periodicFlush: 100 };

/** JSON lines on stdout, with the trace that they are in. The last guard against a SAS in a log stands here; that none comes this far is everybody's duty. */
export function createLogger(process: string, level: string): Logger {
  return pino(optionsOf(process, level));
}

/** The same for a process that logs much. What is killed may have some of its last lines unwritten; one that ends has not. */
export function createBusyLogger(process: string, level: string): Logger {
  return pino(optionsOf(process, level), pino.destination({ dest: 1, sync: false, ...TOGETHER }));
}

function optionsOf(process: string, level: string): LoggerOptions {
  return {
    name: process,
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: currentTrace,
    serializers: { err: pino.stdSerializers.err },
    redact: { paths: ['*.password', '*.authorization', '*.connectionString'], censor: '[redacted]' },
    hooks: { streamWrite: redactSas },
  };
}

export function redactSas(line: string): string {
  // Nearly every line: looking for a word costs next to nothing, the pattern some of what the line itself does.
  return line.includes('sig') ? line.replace(SAS, '[redacted]') : line;
}
