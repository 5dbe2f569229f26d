import { resourceType } from './interaction-server.ts';
import { nameRule } from './parse.ts';
import { specSchema } from './schema/spec.ts';
import { statusSchema } from './schema/status.ts';
import { toStructuralSchema } from './structural-schema.ts';

const printerColumns = [
  { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
  { name: 'Reason', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].reason' },
  { name: 'IXN', type: 'string', jsonPath: '.status.summary.ixnServer' },
  { name: 'Node', type: 'string', jsonPath: '.status.summary.ixnNode' },
  { name: 'VQ', type: 'string', jsonPath: '.status.summary.ixnVQNode' },
  { name: 'Connections', type: 'string', jsonPath: '.status.summary.connections' },
  { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  { name: 'SID', type: 'string', jsonPath: '.spec.tenant.sid', priority: 1 },
  {
    name: 'Dependencies',
    type: 'string',
    jsonPath: '.status.conditions[?(@.type=="DependenciesReachable")].reason',
    priority: 1,
  },
  { name: 'Message', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].message', priority: 1 },
] as const;

/** The CustomResourceDefinition of InteractionServer, for Kubernetes 1.30 and newer. */
export function customResourceDefinition() {
  const { group, version, kind, plural } = resourceType;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase(), shortNames: ['ixn'] },
      scope: 'Namespaced',
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: resourceSchema() },
          subresources: { status: {} },
          additionalPrinterColumns: printerColumns,
        },
      ],
    },
  };
}

function resourceSchema() {
  return {
    description: "InteractionServer runs one tenant's Interaction Server: IXN, IXN Node and VQ Node.",
    type: 'object',
    required: ['spec'],
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      // Named, so that the rule on the name can point at it.
      metadata: {
        type: 'object',
        properties: {
          name: { type: 'string', maxLength: 253, description: 'Name that the children are named after.' },
        },
      },
      spec: toStructuralSchema(specSchema),
      // The API server defaults the parent too, so that a resource nobody has looked at shows a generation of -1.
      status: { ...toStructuralSchema(statusSchema), default: { observedGeneration: -1 } },
    },
    'x-kubernetes-validations': [{ rule: nameRule.cel, message: nameRule.message, fieldPath: '.metadata.name' }],
  };
}
