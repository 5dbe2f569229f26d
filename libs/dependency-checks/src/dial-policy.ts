import { BlockList, isIPv6 } from 'node:net';

/** Whether an address, never a name, may be connected to, or why not. */
export type DialPolicy = (address: string) => 'allowed' | 'ThroughSidecar' | 'NotAllowed';

/** Takes every address but those of the operator's own pod and node, and those of many hosts at once. */
export function createDialPolicy(): DialPolicy {
  const own = new BlockList();
  own.addSubnet('127.0.0.0', 8);
  own.addSubnet('0.0.0.0', 8); // leads to the loopback, too
  own.addSubnet('169.254.0.0', 16);
  own.addAddress('::1', 'ipv6');
  own.addAddress('::', 'ipv6');
  own.addSubnet('fe80::', 10, 'ipv6');
  const many = new BlockList();
  many.addSubnet('224.0.0.0', 4);
  many.addAddress('255.255.255.255');
  many.addSubnet('ff00::', 8, 'ipv6');
  return (address) => {
    const plain = address.split('%')[0] ?? address; // without the zone of a link-local address
    const family = isIPv6(plain) ? 'ipv6' : 'ipv4';
    if (own.check(plain, family)) return 'ThroughSidecar';
    return many.check(plain, family) ? 'NotAllowed' : 'allowed';
  };
}
