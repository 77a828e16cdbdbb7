import { createGatewayClient } from '../../../src/cli/gateway-client/gateway-client.ts';
import { type CliRun, runInProcess } from '../../support/cli/run-in-process.ts';
import { required } from './storage.ts';

export interface Given {
  apiKey?: string;
  url?: string;
  signal?: AbortSignal;
}

/** Runs the command against the stack's gateway. */
export function rhumbline(args: readonly string[], given: Given = {}): Promise<CliRun> {
  const { signal = new AbortController().signal } = given;
  const url = given.url ?? required('RHUMBLINE_GATEWAY_URL');
  const apiKey = given.apiKey ?? required('RHUMBLINE_API_KEY');
  return runInProcess(args, { signal, gateway: () => createGatewayClient({ url, apiKey, signal }) });
}
