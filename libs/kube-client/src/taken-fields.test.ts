import { describe, expect, it } from 'vitest';
import type { KubeObject, ManagedFieldsEntry } from './objects.ts';
import { takenFields } from './taken-fields.ts';

const intent = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels: { 'app.kubernetes.io/name': 'web', team: 'voice' } },
  spec: {
    replicas: 2,
    template: {
      spec: {
        containers: [
          { name: 'web', image: 'web:1' },
          { name: 'log', image: 'log:1', args: ['-v'] },
        ],
      },
    },
  },
};

const container = (fields: object) => ({ '.': {}, 'f:name': {}, ...fields });
const everything = {
  'f:metadata': { 'f:labels': { 'f:app.kubernetes.io/name': {}, 'f:team': {} } },
  'f:spec': {
    'f:replicas': {},
    'f:template': {
      'f:spec': {
        'f:containers': {
          'k:{"name":"web"}': container({ 'f:image': {} }),
          'k:{"name":"log"}': container({ 'f:image': {}, 'f:args': {} }),
        },
      },
    },
  },
};

function entry(manager: string, fieldsV1: object, operation: 'Apply' | 'Update' = 'Update'): ManagedFieldsEntry {
  return { manager, operation, apiVersion: 'apps/v1', fieldsType: 'FieldsV1', fieldsV1, time: `time of ${manager}` };
}

function live(...managedFields: readonly ManagedFieldsEntry[]): KubeObject {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', managedFields } };
}

const withoutReplicas = { ...everything, 'f:spec': { 'f:template': everything['f:spec']['f:template'] } };
const withoutImage = {
  ...everything,
  'f:spec': {
    'f:replicas': {},
    'f:template': {
      'f:spec': {
        'f:containers': {
          'k:{"name":"web"}': container({}),
          'k:{"name":"log"}': container({ 'f:image': {}, 'f:args': {} }),
        },
      },
    },
  },
};
const image = {
  'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { 'f:image': {} } } } } },
};

describe('takenFields', () => {
  it('finds nothing where everything is ours', () => {
    expect(takenFields(intent, live(entry('us', everything, 'Apply')), 'us')).toEqual([]);
  });

  it.each<[string, readonly ManagedFieldsEntry[], readonly object[]]>([
    [
      'names who scaled it, and when',
      [entry('us', withoutReplicas, 'Apply'), entry('kubectl-scale', { 'f:spec': { 'f:replicas': {} } })],
      [{ manager: 'kubectl-scale', time: 'time of kubectl-scale', fields: ['spec.replicas'] }],
    ],
    [
      'names the container whose image was changed',
      [entry('us', withoutImage, 'Apply'), entry('kubectl-edit', image)],
      [{ manager: 'kubectl-edit', time: 'time of kubectl-edit', fields: ['spec.template.spec.containers[web].image'] }],
    ],
    [
      'names nobody for a field that was removed',
      [
        entry('us', { ...everything, 'f:metadata': { 'f:labels': { 'f:team': {} } } }, 'Apply'),
        entry('kubectl-edit', {}),
      ],
      [{ manager: undefined, time: undefined, fields: ['metadata.labels[app.kubernetes.io/name]'] }],
    ],
    [
      'tells two of them apart',
      [
        entry(
          'us',
          { 'f:metadata': everything['f:metadata'], 'f:spec': { ...withoutImage['f:spec'], 'f:replicas': undefined } },
          'Apply',
        ),
        entry('a', { 'f:spec': { 'f:replicas': {} } }),
        entry('b', image),
      ],
      [
        { manager: 'a', fields: ['spec.replicas'] },
        { manager: 'b', fields: ['spec.template.spec.containers[web].image'] },
      ],
    ],
    [
      'gives everything to the one who owns it as a whole',
      [entry('us', { 'f:metadata': everything['f:metadata'] }, 'Apply'), entry('other', { 'f:spec': {} })],
      [{ manager: 'other', fields: ['spec'] }],
    ],
  ])('%s', (_, entries, taken) => {
    expect(takenFields(intent, live(...entries), 'us')).toMatchObject(taken);
  });
});
