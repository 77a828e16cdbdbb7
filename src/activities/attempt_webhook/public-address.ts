import { BlockList, isIP } from 'node:net';

/**
 * What is nobody's on the public internet, by IANA's registry of special-purpose addresses: this host, private networks,
 * link-local (cloud metadata among them), carriers' networks, documentation, benchmarks, multicast, reserved.
 */
const REFUSED_IPV4 = subnets('ipv4', [
  ...(['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'] as const),
  ...(['192.0.0.0/24', '192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24'] as const),
  ...(['192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'] as const),
  ...(['224.0.0.0/4', '240.0.0.0/4'] as const),
  // Azure's own services, reachable from every virtual machine there.
  '168.63.129.16/32',
]);
/**
 * Only global unicast is public at all. So no form of an IPv4 address in IPv6 is: mapped, compatible, NAT64; unique local,
 * link-local, loopback and multicast addresses lie outside as well.
 */
const GLOBAL_IPV6 = subnets('ipv6', ['2000::/3']);
/** Within it: protocol assignments (Teredo among them), documentation, and 6to4, which has an IPv4 address in it. */
const REFUSED_IPV6 = subnets('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20']);

/** Whether callbacks may go to an IP address. Of what is no IP address: false. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !REFUSED_IPV4.check(address, 'ipv4');
  return version === 6 && GLOBAL_IPV6.check(address, 'ipv6') && !REFUSED_IPV6.check(address, 'ipv6');
}

function subnets(family: 'ipv4' | 'ipv6', blocks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [network = '', prefix] = block.split('/');
    list.addSubnet(network, Number(prefix), family);
  }
  return list;
}
