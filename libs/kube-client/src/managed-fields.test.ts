import { describe, expect, it } from 'vitest';
import { appliedFields } from './managed-fields.ts';

const object = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: 'a',
    managedFields: [
      { manager: 'me', operation: 'Update', fieldsV1: { 'f:wrong': {} } },
      { manager: 'you', operation: 'Apply', fieldsV1: { 'f:yours': {} } },
      { manager: 'me', operation: 'Apply', subresource: 'status', fieldsV1: { 'f:status': {} } },
      { manager: 'me', operation: 'Apply', fieldsV1: { 'f:data': {} } },
    ],
  },
};

describe('appliedFields', () => {
  it('finds what a manager has applied to the object itself', () => {
    expect(appliedFields(object, 'me')).toEqual({ 'f:data': {} });
  });

  it('finds what a manager has applied to a subresource', () => {
    expect(appliedFields(object, 'me', 'status')).toEqual({ 'f:status': {} });
  });

  it('is undefined for a manager that has applied nothing, and for an object without managed fields', () => {
    expect(appliedFields(object, 'nobody')).toBeUndefined();
    expect(appliedFields({ ...object, metadata: { name: 'a' } }, 'me')).toBeUndefined();
  });
});
