import { describe, expect, it } from 'vitest';
import { nodeManifest } from '../simulation/node-manifest.ts';
import {
  type Component,
  type ComponentContext,
  etcd,
  kubeApiServer,
  kubeControllerManager,
  kubeScheduler,
  kwok,
} from './components.ts';
import { layoutOf } from './layout.ts';

const context: ComponentContext = {
  ports: { etcd: 1, etcdPeer: 2, apiServer: 3, controllerManager: 4, scheduler: 5, kwok: 6 },
  layout: layoutOf('/folder'),
  pki: {
    authority: 'ca',
    authorityKey: 'ca-key',
    server: 'server',
    serverKey: 'server-key',
    kubeletClient: 'kubelet',
    kubeletClientKey: 'kubelet-key',
    tokenKey: 'token-key',
    tokenPublicKey: 'token',
  },
  auditLog: false,
  admissionPlugins: [],
};

function flag(component: Component, name: string): string | undefined {
  return component.args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
}

describe('the components', () => {
  const all = [etcd, kubeApiServer, kubeControllerManager, kubeScheduler, kwok].map((make) => make(context));

  it('listen on loopback alone', () => {
    const addresses = all.flatMap((component) => [
      flag(component, 'bind-address'),
      flag(component, 'listen-client-urls'),
      flag(component, 'listen-peer-urls'),
      flag(component, 'server-address'),
    ]);
    const set = addresses.filter((address) => address !== undefined);
    expect(set).toHaveLength(6);
    for (const address of set) expect(address).toContain('127.0.0.1');
  });

  it('are asked for their readiness where they listen', () => {
    expect(all.map(({ readiness }) => readiness.port)).toEqual([1, 3, 4, 5, 6]);
  });

  it('authorise by role and let nobody in without a name', () => {
    const server = kubeApiServer(context);
    expect(flag(server, 'authorization-mode')).toBe('Node,RBAC');
    expect(flag(server, 'anonymous-auth')).toBe('false');
  });

  it('write an audit log only when it is asked for', () => {
    expect(flag(kubeApiServer(context), 'audit-log-path')).toBeUndefined();
    const audited = kubeApiServer({ ...context, auditLog: true });
    expect(flag(audited, 'audit-log-path')).toBe('/folder/audit.log');
    expect(flag(audited, 'audit-policy-file')).toBe('/folder/audit-policy.yaml');
  });

  it('let kwok play exactly the nodes that are made for it', () => {
    const [key = '', value] = flag(kwok(context), 'manage-nodes-with-label-selector')?.split('=') ?? [];
    expect(nodeManifest('any').metadata.labels).toMatchObject({ [key]: value });
  });

  it('give a node more time to be silent than its lease lives', () => {
    const leaseSeconds = Number(flag(kwok(context), 'node-lease-duration-seconds'));
    const grace = flag(kubeControllerManager(context), 'node-monitor-grace-period');
    expect(Number(grace?.replace('s', ''))).toBeGreaterThan(leaseSeconds);
  });
});
