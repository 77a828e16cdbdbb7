import type { BundleOptions } from '@temporalio/worker';

type Configuration = Parameters<NonNullable<BundleOptions['webpackConfigHook']>>[0];
interface SwcLoader {
  loader: string;
  options: { jsc: { target: string } };
}

/** What Node 20 and newer run as it stands. */
const TARGET = 'es2022';

/**
 * The SDK has workflow code compiled for engines of 2017: object spreads and class fields become calls of helpers, which were half of
 * the time that the workflow thread had for a fan-out of 100,000 items.
 */
export function forThisEngine(config: Configuration): Configuration {
  const uses = (config.module?.rules ?? []).map((rule) => (typeof rule === 'object' ? rule?.use : undefined));
  const loader = uses.find(isSwcLoader);
  if (!loader) throw new Error('the SDK does not compile workflow code by swc-loader any more');
  loader.options.jsc.target = TARGET;
  return config;
}

function isSwcLoader(use: unknown): use is SwcLoader {
  return typeof use === 'object' && use !== null && 'loader' in use && String(use.loader).includes('swc-loader');
}
