import { defaultPort } from '@ixn/connections';
import { type InvalidResource, required } from './invalid-resource.ts';

const portsWords = 'default and health must be two different ports';
const quantitiesWords = 'each value must be a quantity that is not negative, such as 500m, 2 or 1Gi';

/** Replicas, ports, resources and times of the workloads. */
export const invalidWorkloads: readonly InvalidResource[] = [
  {
    what: 'two IXN at once',
    changes: { 'spec.ixnServer.replicas': 2 },
    words: 'should be less than or equal to 1',
  },
  { what: 'two IXN Node', changes: { 'spec.ixnNode.replicas': 2 }, words: 'should be less than or equal to 1' },
  {
    what: 'minus one VQ Node',
    changes: { 'spec.ixnVQNode.replicas': -1 },
    words: 'should be greater than or equal to 0',
  },
  {
    what: 'replicas that are a text',
    changes: { 'spec.ixnVQNode.replicas': '2' },
    words: 'must be of type integer: "string"',
  },
  {
    what: 'replicas that are a fraction',
    changes: { 'spec.ixnVQNode.replicas': 1.5 },
    words: 'must be of type int32: "float64"',
  },
  {
    what: 'an autoscaler without an upper bound',
    changes: { 'spec.ixnVQNode.autoscaling': { minReplicas: 2 } },
    field: 'spec.ixnVQNode.autoscaling.maxReplicas',
    words: required,
  },
  {
    what: 'an autoscaler that may leave no pod',
    changes: { 'spec.ixnVQNode.autoscaling': { minReplicas: 0, maxReplicas: 4 } },
    field: 'spec.ixnVQNode.autoscaling.minReplicas',
    words: 'should be greater than or equal to 1',
  },
  {
    what: 'an autoscaler that leaves more pods than it may make',
    changes: { 'spec.ixnVQNode.autoscaling': { minReplicas: 5, maxReplicas: 4 } },
    words: 'minReplicas must be at most maxReplicas: lower the one or raise the other',
  },
  {
    what: 'an autoscaler by CPU for a container that asks for none',
    changes: { 'spec.ixnVQNode.autoscaling': { maxReplicas: 4 }, 'spec.ixnVQNode.resources': undefined },
    field: 'spec.ixnVQNode',
    words:
      'autoscaling measures CPU against what the container asks for: give resources.requests.cpu, or targetMemoryUtilizationPercentage alone',
  },
  {
    what: 'an autoscaler by memory for a container that asks for none',
    changes: {
      'spec.ixnVQNode.autoscaling': { maxReplicas: 4, targetMemoryUtilizationPercentage: 80 },
      'spec.ixnVQNode.resources': { requests: { cpu: '30m' } },
    },
    field: 'spec.ixnVQNode',
    words: 'autoscaling measures memory against what the container asks for: give resources.requests.memory',
  },
  {
    what: 'equal ports',
    changes: { 'spec.ixnServer.ports': { default: 7000, health: 7000 } },
    words: portsWords,
  },
  {
    what: 'a port that is the default of the other one',
    changes: { 'spec.ixnVQNode.ports.health': defaultPort('ixnVQNode.ports.default') },
    field: 'spec.ixnVQNode.ports',
    words: portsWords,
  },
  {
    what: 'port 0',
    changes: { 'spec.ixnNode.ports.default': 0 },
    words: 'should be greater than or equal to 1',
  },
  {
    what: 'port 65536',
    changes: { 'spec.ixnServer.confServer.port': 65_536 },
    words: 'should be less than or equal to 65535',
  },
  {
    what: 'a grace period of minus one second',
    changes: { 'spec.ixnNode.terminationGracePeriodSeconds': -1 },
    words: 'should be greater than or equal to 0',
  },
  {
    what: 'a grace period of more than an hour',
    changes: { 'spec.ixnServer.terminationGracePeriodSeconds': 3601 },
    words: 'should be less than or equal to 3600',
  },
  {
    what: 'a negative request',
    changes: { 'spec.ixnNode.resources.requests': { cpu: '-1' } },
    words: quantitiesWords,
  },
  {
    what: 'a limit in a unit that nobody knows',
    changes: { 'spec.ixnVQNode.resources.limits': { memory: '160MB' } },
    words: quantitiesWords,
  },
  {
    what: 'a limit that is a fraction as a number',
    changes: { 'spec.ixnVQNode.resources.limits': { cpu: 1.5 } },
    field: 'spec.ixnVQNode.resources.limits.cpu',
    words: 'must be of type integer,string: "number"',
  },
  {
    what: 'a request above its limit',
    changes: { 'spec.ixnServer.resources.requests.memory': '3Gi' },
    field: 'spec.ixnServer.resources',
    words: 'each request must be at most the limit of the same name: lower the request or raise the limit',
  },
];
