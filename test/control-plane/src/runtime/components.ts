import type { BinaryName } from '../binaries/catalogue.ts';
import { simulatedNodeLabel } from '../simulation/words.ts';
import type { Layout } from './layout.ts';
import type { PkiFiles } from './pki.ts';

export type ComponentName = Exclude<BinaryName, 'kubectl'>;

/** Where a component says that it is ready. */
export interface Readiness {
  readonly scheme: 'http' | 'https';
  readonly port: number;
  readonly path: string;
}

export interface Component {
  readonly name: ComponentName;
  readonly args: readonly string[];
  readonly readiness: Readiness;
}

export interface Ports {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly apiServer: number;
  readonly controllerManager: number;
  readonly scheduler: number;
  readonly kwok: number;
}

export interface ComponentContext {
  readonly ports: Ports;
  readonly layout: Layout;
  readonly pki: PkiFiles;
  readonly auditLog: boolean;
  readonly admissionPlugins: readonly string[];
}

/** Twice the clients' default of 20 requests a second would still make the controllers the slowest part of a test. */
const clientRate = ['--kube-api-qps=500', '--kube-api-burst=1000'] as const;

export function etcd({ ports, layout }: ComponentContext): Component {
  const client = `http://127.0.0.1:${ports.etcd}`;
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  return {
    name: 'etcd',
    args: [
      `--data-dir=${layout.etcdData}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      '--unsafe-no-fsync', // the data dies with the control plane
      '--log-level=warn',
      '--quota-backend-bytes=1073741824',
    ],
    readiness: { scheme: 'http', port: ports.etcd, path: '/readyz' },
  };
}

export function kubeApiServer({ ports, layout, pki, auditLog, admissionPlugins }: ComponentContext): Component {
  return {
    name: 'kube-apiserver',
    args: [
      `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${ports.apiServer}`,
      '--endpoint-reconciler-type=none', // a loopback address is refused as an endpoint
      `--tls-cert-file=${pki.server}`,
      `--tls-private-key-file=${pki.serverKey}`,
      `--client-ca-file=${pki.authority}`,
      '--anonymous-auth=false',
      '--authorization-mode=Node,RBAC',
      `--enable-admission-plugins=${['NodeRestriction', ...admissionPlugins].join(',')}`,
      '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
      `--service-account-key-file=${pki.tokenPublicKey}`,
      `--service-account-signing-key-file=${pki.tokenKey}`,
      '--service-cluster-ip-range=10.96.0.0/16',
      '--allow-privileged=true',
      '--profiling=false',
      `--kubelet-client-certificate=${pki.kubeletClient}`,
      `--kubelet-client-key=${pki.kubeletClientKey}`,
      `--kubelet-certificate-authority=${pki.authority}`,
      '--kubelet-preferred-address-types=InternalIP',
      ...(auditLog
        ? [
            `--audit-policy-file=${layout.auditPolicy}`,
            `--audit-log-path=${layout.auditLog}`,
            '--audit-log-maxsize=4096', // megabytes: never rotated, so that a test reads one file
          ]
        : []),
    ],
    readiness: { scheme: 'https', port: ports.apiServer, path: '/readyz' },
  };
}

export function kubeControllerManager({ ports, layout, pki }: ComponentContext): Component {
  return {
    name: 'kube-controller-manager',
    args: [
      ...kubeconfigFlags(layout.kubeconfigOf('kube-controller-manager')),
      ...serving(ports.controllerManager, pki),
      `--service-account-private-key-file=${pki.tokenKey}`,
      `--root-ca-file=${pki.authority}`,
      `--cluster-signing-cert-file=${pki.authority}`,
      `--cluster-signing-key-file=${pki.authorityKey}`,
      '--use-service-account-credentials=true',
      '--leader-elect=false',
      '--allocate-node-cidrs=false',
      '--profiling=false',
      // A node that falls silent is Unknown after six seconds. Its lease lives four (see kwok), renewed every second.
      '--node-monitor-period=1s',
      '--node-monitor-grace-period=6s',
      // An autoscaler looks each second: within its bounds it brings pods even without metrics.
      '--horizontal-pod-autoscaler-sync-period=1s',
      ...clientRate,
    ],
    readiness: { scheme: 'https', port: ports.controllerManager, path: '/healthz' },
  };
}

export function kubeScheduler({ ports, layout, pki }: ComponentContext): Component {
  return {
    name: 'kube-scheduler',
    args: [
      ...kubeconfigFlags(layout.kubeconfigOf('kube-scheduler')),
      ...serving(ports.scheduler, pki),
      '--leader-elect=false',
      ...clientRate,
    ],
    readiness: { scheme: 'https', port: ports.scheduler, path: '/readyz' },
  };
}

export function kwok({ ports, layout, pki }: ComponentContext): Component {
  return {
    name: 'kwok',
    args: [
      `--kubeconfig=${layout.kubeconfigOf('kwok')}`,
      `--config=${layout.stages}`,
      `--manage-nodes-with-label-selector=${simulatedNodeLabel.key}=${simulatedNodeLabel.value}`,
      '--cidr=10.244.0.0/16',
      '--node-lease-duration-seconds=4', // against a grace period of six seconds; the usual 40 against 10 flaps
      '--node-ip=127.0.0.1',
      `--node-port=${ports.kwok}`,
      `--server-address=127.0.0.1:${ports.kwok}`,
      `--tls-cert-file=${pki.server}`,
      `--tls-private-key-file=${pki.serverKey}`,
    ],
    readiness: { scheme: 'https', port: ports.kwok, path: '/healthz' },
  };
}

function kubeconfigFlags(path: string): readonly string[] {
  return [`--kubeconfig=${path}`, `--authentication-kubeconfig=${path}`, `--authorization-kubeconfig=${path}`];
}

function serving(port: number, pki: PkiFiles): readonly string[] {
  return [
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--tls-cert-file=${pki.server}`,
    `--tls-private-key-file=${pki.serverKey}`,
  ];
}
