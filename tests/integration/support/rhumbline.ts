import { createGatewayClient } from '../../../src/cli/gateway-client/gateway-client.ts';
import { type CliRun, runInProcess } from '../../support/cli/run-in-process.ts';
import { required } from './storage.ts';

export interface Given {
  apiKey?: string;
  url?: string;
  signal?: AbortSignal;
  onOut?: (text: string) => void;
}

/** Runs the command against the stack's gateway. */
export function rhumbline(args: readonly string[], given: Given = {}): Promise<CliRun> {
  const { signal = new AbortController().signal } = given;
  const url = given.url ?? required('RHUMBLINE_GATEWAY_URL');
  const apiKey = given.apiKey ?? required('RHUMBLINE_API_KEY');
  const gateway = () => createGatewayClient({ url, apiKey, signal });
  return runInProcess(args, { signal, gateway }, given.onOut);
}
