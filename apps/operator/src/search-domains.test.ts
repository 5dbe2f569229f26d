import { describe, expect, it } from 'vitest';
import { searchDomainsOf } from './search-domains.ts';

describe('searchDomainsOf', () => {
  it.each([
    [
      "are the operator's own with the namespace of the instance, in a pod",
      'nameserver 10.96.0.10\nsearch ixn-system.svc.example.org svc.example.org example.org corp.example\noptions ndots:5\n',
      ['voice.svc.example.org', 'svc.example.org', 'example.org', 'corp.example'],
    ],
    [
      'are those of the last line that has any, without dots at their ends',
      'search corp.example\nsearch a.svc.cluster.local. svc.cluster.local.\n',
      ['voice.svc.cluster.local', 'svc.cluster.local'],
    ],
    [
      "are a cluster's usual ones outside a pod",
      'nameserver 192.0.2.1\nsearch corp.example\n',
      ['voice.svc.cluster.local', 'svc.cluster.local', 'cluster.local'],
    ],
    ['are the same without a resolv.conf', '', ['voice.svc.cluster.local', 'svc.cluster.local', 'cluster.local']],
  ])('%s', (_, resolvConf, expected) => {
    expect(searchDomainsOf('voice', resolvConf)).toEqual(expected);
  });
});
