import pino, { type Logger } from 'pino';
import { currentTrace } from '../tracing/current-trace.ts';

/** The query of a SAS in a URL, plain or percent-encoded, from wherever it starts to its end. */
const SAS = /[^\s"'\\?]*\bsig(?:=|%3[dD])[^\s"'\\]*/g;

/** JSON lines on stdout, with the trace that they are in. The last guard against a SAS in a log stands here; that none comes this far is everybody's duty. */
export function createLogger(process: string, level: string): Logger {
  return pino({
    name: process,
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: currentTrace,
    serializers: { err: pino.stdSerializers.err },
    redact: { paths: ['*.password', '*.authorization', '*.connectionString'], censor: '[redacted]' },
    hooks: { streamWrite: redactSas },
  });
}

export function redactSas(line: string): string {
  return line.replace(SAS, '[redacted]');
}
