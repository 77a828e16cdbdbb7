import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { GatewayApi } from '../../api/client/gateway-api.ts';
import { progress as progressSchema } from '../../api/shared/schemas/job-control.ts';
import type { JobProgress } from './gateway-client.ts';
import { type GatewayAddress, settled, unexpected, unreachable } from './request.ts';

/** A job's progress as it is told, or that the job has ended and nothing more will be. */
export type ProgressEvent = { kind: 'progress'; id: string; progress: JobProgress } | { kind: 'end' };

const EVENT_STREAM = 'text/event-stream';
/** The gateway says something every 15 s, if only that it is there. */
const LONGEST_SILENCE_MS = 45_000;
/** Characters: 500 nodes with what they failed with are less. */
const LONGEST_EVENT = 4_194_304;

export interface FollowOptions {
  /** Id of the event that was told last, so that it is not told again. */
  readonly told: string | undefined;
  /** Ends the connection. */
  readonly signal: AbortSignal;
}

/**
 * The events of one connection; they stop where it breaks off.
 *
 * @throws CliError, see GatewayClient; the signal's reason when aborted
 */
export async function* followProgress(
  address: GatewayAddress,
  api: GatewayApi,
  job_id: string,
  { told, signal }: FollowOptions,
): AsyncGenerator<ProgressEvent> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), LONGEST_SILENCE_MS);
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), LONGEST_SILENCE_MS);
  };
  try {
    const asked = api.GET('/api/jobs/{job_id}/progress', {
      params: { path: { job_id } },
      headers: headersFor(told),
      parseAs: 'stream',
      signal: AbortSignal.any([signal, silence.signal]),
    });
    const { response } = await settled(address, asked);
    // Who knows the end already is told nothing.
    if (response.status === 204) return yield { kind: 'end' };
    yield* readEvents(address, response, heard);
  } catch (error) {
    signal.throwIfAborted();
    address.signal.throwIfAborted();
    throw error instanceof TypeError || silence.signal.aborted ? unreachable(address.url, error) : error;
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

function headersFor(told: string | undefined): Record<string, string> {
  return { Accept: EVENT_STREAM, ...(told !== undefined && { 'Last-Event-ID': told }) };
}

async function* readEvents(
  address: GatewayAddress,
  response: Response,
  heard: () => void,
): AsyncGenerator<ProgressEvent> {
  if (!response.headers.get('content-type')?.startsWith(EVENT_STREAM) || response.body === null) {
    throw unexpected(address, response, 'without events');
  }
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream({ onComment: heard, maxBufferSize: LONGEST_EVENT }));
  for await (const { event, id, data } of events) {
    heard();
    if (event === 'end') return yield { kind: 'end' };
    if (event === 'progress') yield { kind: 'progress', id: id ?? '', progress: read(address, response, data) };
  }
}

function read(address: GatewayAddress, response: Response, data: string): JobProgress {
  const parsed = progressSchema.safeParse(JSON.parse(data));
  if (parsed.success) return parsed.data;
  throw unexpected(address, response, 'with events that this command does not understand: is it of another version?');
}
