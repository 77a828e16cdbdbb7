import { appendEvents } from '../../../assets/events.ts';
import { deploy as operation } from '../../shared/admin-operations.ts';
import { ProblemError } from '../../shared/problem.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import { requireNoPlatform } from '../../shared/scopes.ts';
import { actorOf } from '../actor-of.ts';
import type { DomainServices } from '../services.ts';

export function deployRoute({ pool, deploy }: DomainServices): Route {
  return defineRoute({
    ...operation,
    path: '/api/v1/bootstrap/deploy',
    problems: [...operation.problems, 'database_unavailable'],
    handle: async (call) => {
      requireNoPlatform(call.identity);
      if (deploy === undefined) throw new ProblemError('deploy_unavailable', UNAVAILABLE);
      const applied = await deploy();
      await appendEvents(pool, [{ kind: 'Schema:Deployed', actor: actorOf(call), after: { applied } }]);
      return { body: { applied } };
    },
  });
}

const UNAVAILABLE =
  "The domain API was not given the owner's login (DATABASE_URL and DATABASE_URL_GATEWAY). Run the migrations by their own process.";
