import { createAuthority, readKubeconfig, renderKubeconfig } from '@ixn/control-plane';
import { createFaultProxy, type FaultProxy } from '@ixn/test-kit';
import { inject } from 'vitest';

/** A fault proxy between one operator and the shared API server. */
export interface OperatorProxy extends FaultProxy {
  /** Leads to the proxy. */
  readonly kubeconfig: string;
}

/** Starts a fault proxy that passes everything on as the user of a kubeconfig: the operator's, unless told otherwise. */
export async function startProxy(behind = inject('controlPlane').operatorKubeconfig): Promise<OperatorProxy> {
  const { serverUrl, authority, user, client } = readKubeconfig(behind);
  const own = createAuthority('fault-proxy-authority');
  const proxy = await createFaultProxy({
    server: { url: serverUrl, authority, client },
    own: own.issue({ commonName: 'fault-proxy', hosts: ['127.0.0.1'] }),
  });
  const kubeconfig = renderKubeconfig({ serverUrl: proxy.url, authority: own.certificate, user, client });
  return { ...proxy, kubeconfig };
}
