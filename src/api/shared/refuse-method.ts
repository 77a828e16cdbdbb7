import type { RequestHandler, Router } from 'express';
import { ProblemError } from './problem.ts';
import type { Route } from './route.ts';

/** For every method that a path does not take; says which it does. */
export function refuseMethod(methods: readonly Route['method'][]): RequestHandler {
  const allowed = methods.flatMap((method) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()])).join(', ');
  return (request) => {
    throw new ProblemError('method_not_allowed', `This path takes ${allowed}, not ${request.method}.`, {
      headers: { Allow: allowed },
    });
  };
}

/** Of paths that are read and nothing else. */
export function refuseOtherMethods(router: Router, paths: readonly string[]): void {
  for (const path of paths) router.all(path, refuseMethod(['get']));
}
