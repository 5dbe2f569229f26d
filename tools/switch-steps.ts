import { fence, table, wrap } from './markdown.ts';

/**
 * The section of docs/migrate-from-helm.md that takes a release over, step by step. test/e2e/tests/migrate.test.ts runs the
 * commands of these steps, by their headings, on a real cluster.
 */
export function switchSteps(): readonly string[] {
  return [...introduction(), ...beforeTheOutage(), ...outage(), ...afterwards()];
}

/** A step as somebody takes it: what is done, and why. */
function step(
  title: string,
  words: string,
  commands: readonly string[],
  ...more: readonly string[]
): readonly string[] {
  // What these commands need is a cluster with a release and its databases.
  return [`### ${title}`, wrap(words), `<!-- needs: cluster -->\n${fence('sh', commands)}`, ...more.map(wrap)];
}

function introduction(): readonly string[] {
  return [
    '## The switch, step by step',
    wrap(
      'Tenant 100 goes from the release `ixn-100` in the namespace `voice` to the InteractionServer `tenant-100` in the same ' +
        'namespace. Both databases stay where they are, and the volume with the logs of IXN changes hands. A test takes the ' +
        'commands from this page and runs them on a real cluster with PostgreSQL, Redis and Kafka, there and back again: no row ' +
        'and no log is lost, and IXN never runs twice. With stand-ins, which start and end within a second or two, the tenant was ' +
        'without IXN for 10 to 14 s, and for 7 to 12 s on the way back.',
    ),
    table(
      ['what', 'stops'],
      [
        [
          'IXN, IXN Node, VQ Node',
          'from step 4 until step 6 has ended: as long as the old pods take to end, at most their grace period, and the new ones to start',
        ],
        ['the databases', 'never; nobody is logged in between step 4 and step 6'],
        ['neighbours that use the old names', 'as long, and until step 7'],
      ],
    ),
    wrap('What you need before:'),
    [
      '- The operator, watching the namespace, and `kubectl ixn` ([the plugin](kubectl-plugin.md)).',
      '- Helm, and the override files that the release was made of.',
      '- A backup of both databases, as before any upgrade.',
      '- The right to change PersistentVolumes, for steps 2 and 5. Leave these two out where old logs are not needed: the instance then',
      '  begins with an empty volume.',
      '- No pipeline that still deploys the release. A `helm upgrade` or `helm rollback` while the instance runs would start a second IXN',
      '  on its database, and the operator could not hold it back.',
    ].join('\n'),
    wrap('Take all steps in one bash, as later ones use the variables of earlier ones.'),
  ];
}

function beforeTheOutage(): readonly string[] {
  return [
    ...step(
      '1. Write the resource',
      'The release runs on. The operator sees nothing of this yet.',
      [
        'NAMESPACE=voice',
        'kubectl config set-context --current --namespace "$NAMESPACE"',
        'kubectl ixn import-values -f base.yaml -f tenant.yaml > tenant-100.yaml',
      ],
      'Now fill in what the report lists. Secrets that the chart has made go with the release in step 4, and those in the file take ' +
        'their place: fill them in and keep them. `helm get manifest ixn-100 | kubectl get -f -` says which are the chart’s. Take ' +
        'those out of the file that somebody else has made and keeps. With passwords in it the file belongs in no repository.',
    ),
    ...step(
      'Look at what would be made',
      'Nothing is changed by this; the plan names what would be refused, and why.',
      ['kubectl ixn plan -f tenant-100.yaml'],
    ),
    ...step(
      '2. Keep the volume',
      'Once its claim is gone, a volume is deleted, unless it says otherwise. Helm deletes a claim that is an object of the ' +
        'release; one that the StatefulSet has made stays. Either way the volume must be safe first.',
      [
        "CLAIM=$(kubectl get pod ixn-100-sts-0 -o jsonpath='{.spec.volumes[*].persistentVolumeClaim.claimName}')",
        'PV=$(kubectl get pvc "$CLAIM" -o jsonpath=\'{.spec.volumeName}\')',
        'kubectl patch pv "$PV" --type merge -p \'{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}\'',
      ],
    ),
    ...step(
      '3. Show the old IXN to the operator',
      'The operator knows IXN by labels, and those of a chart say nothing to it. With these three on the pod it makes nothing for ' +
        'the tenant until the pod has ended: should you apply the resource too early, it says `WaitingForPredecessor`. A second IXN ' +
        'that somebody starts later is not seen. Labels of the pod that the StatefulSet selects by must not change; so the command ' +
        'fails where one of the names is taken. Then leave this step out, and see all the more that the pods are gone in step 4.',
      [
        "TENANT_ID=$(sed -n 's/^    id: //p' tenant-100.yaml)",
        'kubectl label pod ixn-100-sts-0 app.kubernetes.io/managed-by=interaction-server-operator \\',
        '  app.kubernetes.io/component=ixn-server "ixn.operators.dev/tenant=$TENANT_ID"',
      ],
    ),
  ];
}

function outage(): readonly string[] {
  return [
    ...step(
      '4. Stop the release',
      'From here on the tenant is out of service. Helm keeps the history, which is the way back. It does not wait for pods, so the ' +
        'second command does; do not go on before it has ended.',
      [
        "PODS=$(kubectl get pods -o name | grep '^pod/ixn-100-')",
        'helm uninstall ixn-100 --keep-history',
        'kubectl wait --for=delete $PODS --timeout=5m',
      ],
    ),
    ...step(
      '5. Hand the volume over',
      'The old claim goes, and the volume waits for the one that the operator makes: `tenant-100-ixn-logs`. Its size must not be ' +
        'more than the volume has, and its class the same; both come from `logStorage` of the override files.',
      ['kubectl delete pvc "$CLAIM" --ignore-not-found', handOver('tenant-100-ixn-logs')],
    ),
    ...step(
      '6. Start the instance',
      'The init container finds the schema of each database and changes nothing in it.',
      [
        'kubectl apply -f tenant-100.yaml',
        'kubectl wait --for=condition=Ready interactionserver/tenant-100 --timeout=10m',
      ],
    ),
  ];
}

function afterwards(): readonly string[] {
  return [
    ...step(
      '7. Keep the names that neighbours know',
      'GWS, StatServer, URS and Pulse may know the tenant by the names of the release’s Services. Give each of these names on to a ' +
        'Service of the instance, and take them away once all neighbours have the new names.',
      [
        'DOMAIN=$NAMESPACE.svc.cluster.local',
        'kubectl create service externalname ixn-100 --external-name "tenant-100-ixn.$DOMAIN"',
        'kubectl create service externalname ixn-100-vqnode --external-name "tenant-100-vq-node.$DOMAIN"',
      ],
      'In the mesh of Consul the services are `tenant-100-ixn`, `tenant-100-ixn-node` and `tenant-100-vq-node` from now on, with the tag ' +
        'and the metadata that they had: give intentions, and upstreams of neighbours, these names ([Consul](how-to/consul.md)).',
    ),
    ...step(
      '8. Check',
      'All is well when the instance is Ready, every connection that it needs is Reachable, and the claim has the old volume. Then ' +
        'look at what only you know: as many rows in the databases as before, and interactions that are routed.',
      [
        'kubectl ixn status tenant-100',
        'kubectl ixn connections tenant-100',
        'test "$(kubectl get pvc tenant-100-ixn-logs -o jsonpath=\'{.spec.volumeName}\')" = "$PV"',
      ],
    ),
    ...step(
      'The way back',
      'Until the history of the release is deleted, it comes back with one command, on the same databases and the same volume. What ' +
        'was written meanwhile stays. As before, the one IXN must be gone before the other starts. `helm history ixn-100` has the ' +
        'number of the revision; `kubectl delete -f` takes the Secrets of the file along, which the release then makes again.',
      [
        'kubectl delete -f tenant-100.yaml',
        'kubectl wait --for=delete pod -l app.kubernetes.io/instance=tenant-100 --timeout=5m',
        'kubectl delete service ixn-100 ixn-100-vqnode --ignore-not-found',
        'kubectl delete pvc tenant-100-ixn-logs',
        handOver('$CLAIM'),
        'helm rollback ixn-100 1',
      ],
    ),
    ...step(
      'When you are sure',
      'This deletes the history of the release, and with it the way back. Give the volume its former policy only if it shall be ' +
        'deleted with its claim one day.',
      ['helm uninstall ixn-100'],
    ),
  ];
}

/** Lets the volume be bound by the claim of this name alone, in the namespace that it was bound in before. */
function handOver(claim: string): string {
  const patch = `{"spec":{"claimRef":{"name":"${claim}","uid":null,"resourceVersion":null}}}`;
  const quoted = claim.startsWith('$') ? `"${patch.replaceAll('"', '\\"')}"` : `'${patch}'`;
  return `kubectl patch pv "$PV" --type merge -p ${quoted}`;
}
