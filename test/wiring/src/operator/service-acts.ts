import { type Service, type TlsMaterial, issueTls } from '@ixn/backing-services';
import { createAuthority } from '@ixn/control-plane';
import { authority } from '../failures.ts';
import type { Act } from './act.ts';

/** What can be done to every real server. */
export function serverActs(service: Service) {
  return {
    stopped: { make: () => service.halt(), mend: () => service.resume() },
    hanging: { make: () => service.freeze(), mend: () => service.thaw() },
  } satisfies Record<string, Act>;
}

/** What can be done to the certificate of a server that has a good one of our authority. */
export function certificateActs(service: Service) {
  const shows = (tls: TlsMaterial): Act => ({
    make: () => service.useCertificate(tls),
    mend: () => service.useCertificate(issueTls(authority)),
  });
  return {
    expired: shows(issueTls(authority, { validity: 'expired' })),
    expiring: shows(issueTls(authority, { validity: 'expiring' })),
    wrongName: shows(issueTls(authority, { hosts: ['other.example.com'] })),
    untrusted: shows(issueTls(createAuthority('somebody else'))),
  };
}
