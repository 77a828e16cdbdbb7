import type { InjectedSinks } from '@temporalio/worker';
import type { NewsSink } from '../../activities/runtime/news/batcher.ts';
import { newsPlace } from '../../activities/runtime/news/place.ts';
import type { NewsSinks } from '../../workflows/news.ts';

/** Takes what used specs tell of their nodes to where attempts are told of too. */
export function newsSinks(sink: NewsSink): InjectedSinks<NewsSinks> {
  return {
    news: {
      moved: {
        fn(_, { run_id, node_id, state, fault, note, occurred_at }) {
          const { item_key, ...place } = newsPlace(run_id, { node_id, item_key: null });
          if (item_key === null) return;
          sink.tell({ ...place, item_key, kind: 'node', state, error: fault, note, occurred_at });
        },
        // It was told then.
        callDuringReplay: false,
      },
      counted: {
        fn(_, { run_id, node_id, ...counts }) {
          const place = newsPlace(run_id, { node_id, item_key: null });
          // The items of a fan-out inside of a used spec are not the node's.
          if (place.item_key === null) sink.tell({ ...counts, ...place, item_key: null, kind: 'part' });
        },
        callDuringReplay: false,
      },
    },
  };
}
