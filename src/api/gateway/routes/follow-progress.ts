import type { FollowProgress } from '../../shared/routes/progress.ts';
import { pathOf } from '../path-of.ts';
import type { DomainRelay } from '../relay.ts';

/** Events come from the domain API as they are: the gateway passes them on. */
export function followByRelay(domain: DomainRelay): FollowProgress {
  return (view, { last_event_id, signal }, caller) =>
    domain.stream(pathOf('/api/jobs/{job_id}/progress', { job_id: view.job_id }), last_event_id, caller, signal);
}
