/** One server-sent event, or a comment. */
export interface StreamedEvent {
  event: string;
  id: string;
  data: Record<string, unknown>;
}

/** Reads server-sent events until the stream ends, or until `until` says that it is enough. */
export async function readEvents(
  response: Response,
  until: (event: StreamedEvent) => boolean = () => false,
): Promise<StreamedEvent[]> {
  const events: StreamedEvent[] = [];
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString('utf8');
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = parse(block);
      if (event === undefined) continue;
      events.push(event);
      if (until(event)) return events;
    }
  }
  return events;
}

function parse(block: string): StreamedEvent | undefined {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
  const data = field('data');
  if (data === undefined) return undefined;
  return { event: field('event') ?? '', id: field('id') ?? '', data: JSON.parse(data) as Record<string, unknown> };
}
