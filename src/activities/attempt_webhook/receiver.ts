import { isIP } from 'node:net';
import { FaultError } from '../../plan/fault.ts';
import { isPublicAddress } from './public-address.ts';
import type { ReceiverAddress, Resolve } from './resolve.ts';

/** Where callbacks may go besides public addresses by https. */
export interface ReceiverPolicy {
  /** Hosts, for tests and for a service of one's own beside this one: by http as well, wherever they are. */
  local_hosts: readonly string[];
}

/**
 * What a URL itself says of its receiver. A name is still to be resolved, and each of its addresses to be looked at.
 *
 * @throws FaultError `callback_address_refused`
 */
export function receiverOf(url: string, policy: ReceiverPolicy): { url: URL; host: string; is_local: boolean } {
  if (!URL.canParse(url)) throw refused('The callback_url is no URL.');
  const parsed = new URL(url);
  // However an IPv4 address is written, a URL has it in four decimal parts by now.
  const host = parsed.hostname.replace(/^\[(.*)\]$/, '$1');
  const is_local = policy.local_hosts.includes(host);
  if (parsed.protocol !== 'https:' && !(is_local && parsed.protocol === 'http:')) {
    throw refused('Callbacks go to https:// URLs only.');
  }
  if (parsed.port === '0') throw refused('The callback_url has port 0, where nobody can listen.');
  if (parsed.username !== '' || parsed.password !== '') throw refused('The callback_url has credentials in it.');
  if (!is_local && !(isIP(host) === 0 ? isPublicName(host) : isPublicAddress(host))) throw refusedAddress(host);
  return { url: parsed, host, is_local };
}

/** What has no dot is a name of this machine or of its network, and so is localhost with whatever stands before it. */
function isPublicName(host: string): boolean {
  const labels = host.replace(/\.$/, '').split('.');
  return labels.length > 1 && labels.at(-1) !== 'localhost';
}

/**
 * The addresses of a receiver, all of them public: a name with one that is not is refused.
 *
 * @throws FaultError `callback_address_refused`; whatever the resolver does
 */
export async function addressesOf(
  { host, is_local }: { host: string; is_local: boolean },
  resolve: Resolve,
): Promise<ReceiverAddress[]> {
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family }];
  const addresses = await resolve(host, is_local);
  if (!is_local && !addresses.every(({ address }) => isPublicAddress(address))) throw refusedAddress(host);
  return addresses;
}

/** Which address it is, of a network that is not the client's, is not for the client to know. */
function refusedAddress(host: string): FaultError {
  return refused(`Callbacks go to public addresses only, and ${host} is or has another.`);
}

function refused(message: string): FaultError {
  return new FaultError({ code: 'callback_address_refused', message });
}
