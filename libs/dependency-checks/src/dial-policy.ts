import { BlockList, isIPv6 } from 'node:net';

/** Whether an address, never a name, may be connected to, or why not. */
export type DialPolicy = (address: string) => 'allowed' | 'ThroughSidecar' | 'NotAllowed';

/** Where clouds have their metadata over IPv6: Google, Oracle, Scaleway, Alibaba, Linode. Of AWS it is a whole range. */
const ipv6Metadata = ['fd20:ce::254', 'fd00:c1::a9fe:a9fe', 'fd00:42::42', 'fd00:100::100:200', 'fd00:a9fe:a9fe::1'];

/**
 * Takes every address but those that mean the operator's own pod or its link, those of many hosts at once, those that
 * hide another address, and those at which clouds hand out credentials. The address of a node is one like any other.
 */
export function createDialPolicy(): DialPolicy {
  const own = new BlockList();
  own.addSubnet('127.0.0.0', 8);
  own.addSubnet('0.0.0.0', 8); // leads to the loopback, too
  own.addSubnet('169.254.0.0', 16);
  own.addAddress('::1', 'ipv6');
  own.addAddress('::', 'ipv6');
  own.addSubnet('fe80::', 10, 'ipv6');
  const never = new BlockList();
  // Many hosts at once.
  never.addSubnet('224.0.0.0', 4);
  never.addAddress('255.255.255.255');
  never.addSubnet('ff00::', 8, 'ipv6');
  // An IPv4 address in an IPv6 address, which may be any of those above.
  never.addSubnet('64:ff9b:1::', 48, 'ipv6'); // a translator leads to it, with a prefix of the site (RFC 8215)
  never.addSubnet('::', 96, 'ipv6'); // the IPv4-compatible ones, long out of use (RFC 4291)
  never.addSubnet('::ffff:0:0:0', 96, 'ipv6'); // a translator of the host leads to it (RFC 7915)
  never.addSubnet('2002::', 16, 'ipv6'); // 6to4: a relay leads to it (RFC 3056)
  // What a cloud tells a machine about itself, its credentials too; those at 169.254.0.0/16 are among the own ones.
  never.addSubnet('fd00:ec2::', 32, 'ipv6'); // AWS: metadata over IPv6
  for (const address of ipv6Metadata) never.addAddress(address, 'ipv6');
  never.addAddress('168.63.129.16'); // Azure: the host of the virtual machine
  never.addAddress('100.100.100.200'); // Alibaba Cloud: metadata
  never.addAddress('192.0.0.192'); // Oracle Cloud at Customer: metadata
  const translated = new BlockList();
  translated.addSubnet('64:ff9b::', 96, 'ipv6'); // a translator leads to the IPv4 address in its end (NAT64, RFC 6052)
  const policy: DialPolicy = (address) => {
    const plain = address.split('%')[0] ?? address; // without the zone of a link-local address
    const family = isIPv6(plain) ? 'ipv6' : 'ipv4';
    // Where only IPv6 is, servers that have only IPv4 are behind such addresses; whom they may mean is the same.
    if (translated.check(plain, family)) return policy(lastAsIpv4(plain)) === 'allowed' ? 'allowed' : 'NotAllowed';
    if (own.check(plain, family)) return 'ThroughSidecar';
    return never.check(plain, family) ? 'NotAllowed' : 'allowed';
  };
  return policy;
}

/** The last 32 bits of an IPv6 address with zeros before them, as an IPv4 address. */
function lastAsIpv4(address: string): string {
  const shortest = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [low = 0, high = 0] = (shortest.split('::')[1] ?? '')
    .split(':')
    .toReversed()
    .map((group) => Number.parseInt(group || '0', 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
