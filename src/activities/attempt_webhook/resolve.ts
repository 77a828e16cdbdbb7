import { lookup, Resolver } from 'node:dns/promises';

/** One address of a receiver, as node:net has it. */
export interface ReceiverAddress {
  address: string;
  family: number;
}

/** Every address of a name. */
export type Resolve = (host: string, is_local: boolean) => Promise<ReceiverAddress[]>;

/** For each server that is asked, which is asked once: a name whose own server is slow is asked for again at the next attempt. */
const PATIENCE = { timeout: 1_000, tries: 1 };

/**
 * Names of clients' receivers are asked for of DNS, past the few threads that everything else of this process is looked up in.
 * Local ones, which the deployment names, are also found where the system has them, such as in /etc/hosts.
 */
export const resolveByDns: Resolve = (host, is_local) =>
  is_local ? lookup(host, { all: true }) : askServers(host, new Resolver(PATIENCE));

/** @throws the error of node:dns where neither family has an address */
export async function askServers(host: string, resolver: Resolver): Promise<ReceiverAddress[]> {
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  const addresses = answers.flatMap((answer, at) =>
    answer.status === 'rejected' ? [] : answer.value.map((address) => ({ address, family: at === 0 ? 4 : 6 })),
  );
  const failed = answers.find((answer) => answer.status === 'rejected');
  if (addresses.length === 0 && failed) throw failed.reason;
  return addresses;
}
