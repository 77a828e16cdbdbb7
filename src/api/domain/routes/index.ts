import type { Route } from '../../shared/route.ts';
import type { DomainServices } from '../services.ts';
import { cancelJobRoute } from './cancel-job.ts';
import { approveRoute, rejectRoute } from './review.ts';
import { submitRoute } from './submit.ts';
import { submitJobRoute } from './submit-job.ts';

export function domainRoutes(services: DomainServices): Route[] {
  return [
    submitRoute(services),
    approveRoute(services),
    rejectRoute(services),
    submitJobRoute(services),
    cancelJobRoute(services),
  ];
}
