import { z } from 'zod';
import type { JsonObject } from '../../plan/json.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import type { Activity } from '../activity.ts';
import { withPulse } from '../pulse.ts';
import { summarizeContainerContract } from './contract.ts';
import { Summary, SumsSchema } from './summary.ts';

/** Where to go on, and what there was before. */
const checkpointSchema = z.strictObject({ marker: z.string(), sums: SumsSchema });

type SummarizeContainer = Activity<typeof summarizeContainerContract.input, typeof summarizeContainerContract.output>;

/** One page at a time, of which only sums are kept. After each the sums are saved, with the place where the next one begins. */
export function createSummarizeContainer({ store }: { store: BlobStore }): SummarizeContainer {
  return {
    contract: summarizeContainerContract,
    run: ({ container_name, prefix: given, page_size: size, top }, context) =>
      withPulse(context, async (pulse) => {
        const prefix = given ?? '';
        const saved = context.checkpoint(checkpointSchema);
        const summary = new Summary(top, saved?.sums);
        const resumed_from = summary.count;
        let marker = saved?.marker;
        do {
          const page = await store.listPage(container_name, { prefix, marker, size }, context.signal);
          for (const blob of page.blobs) summary.add(blob);
          marker = page.next;
          // How many there will be nobody knows, so there is no percentage to tell.
          if (marker !== undefined) pulse.at(0, { marker, sums: summary.sums() } satisfies JsonObject);
        } while (marker !== undefined);
        context.log.info({ container_name, prefix, count: summary.count, resumed_from }, 'Container:Summarized');
        return { container_name, prefix, ...summary.figures(), resumed_from };
      }),
  };
}
