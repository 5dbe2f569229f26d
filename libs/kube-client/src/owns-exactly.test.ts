import { describe, expect, it } from 'vitest';
import { ownsExactly } from './owns-exactly.ts';

const leaf = {};
const key = (keys: Record<string, unknown>) => `k:${JSON.stringify(keys)}`;
const item = (name: string, fields: object = {}) => ({ [key({ name })]: { '.': {}, 'f:name': leaf, ...fields } });

interface Case {
  readonly name: string;
  readonly intent: unknown;
  readonly fields: unknown;
  readonly owns: boolean;
}

const cases: readonly Case[] = [
  {
    name: 'identity is never recorded, so an object of nothing else is owned by an empty set',
    intent: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'a', namespace: 'n' } },
    fields: {},
    owns: true,
  },
  {
    name: 'scalars that are all owned',
    intent: { data: { a: '1', b: '' } },
    fields: { 'f:data': { 'f:a': leaf, 'f:b': leaf } },
    owns: true,
  },
  {
    name: 'the dot of a place that is owned itself changes nothing',
    intent: { data: { a: '1' } },
    fields: { 'f:data': { '.': leaf, 'f:a': leaf } },
    owns: true,
  },
  {
    name: 'a field that another manager has taken',
    intent: { data: { a: '1', b: '2' } },
    fields: { 'f:data': { 'f:a': leaf } },
    owns: false,
  },
  {
    name: 'a field left over from an earlier intent',
    intent: { data: { a: '1' } },
    fields: { 'f:data': { 'f:a': leaf, 'f:old': leaf } },
    owns: false,
  },
  { name: 'a whole branch that another manager has taken', intent: { data: { a: '1' } }, fields: {}, owns: false },
  { name: 'a whole branch left over', intent: {}, fields: { 'f:data': { 'f:a': leaf } }, owns: false },
  { name: 'no field set at all', intent: {}, fields: undefined, owns: false },
  {
    name: 'undefined fields, which are never sent',
    intent: { data: { a: '1', b: undefined } },
    fields: { 'f:data': { 'f:a': leaf } },
    owns: true,
  },
  {
    name: 'null, which is recorded as any value',
    intent: {
      metadata: { name: 'a', creationTimestamp: null },
      spec: { template: { metadata: { creationTimestamp: null } } },
    },
    fields: { 'f:spec': { 'f:template': { 'f:metadata': { 'f:creationTimestamp': leaf } } } },
    owns: true,
  },
  {
    name: 'an empty map, which is recorded as a leaf',
    intent: { emptyDir: {} },
    fields: { 'f:emptyDir': leaf },
    owns: true,
  },
  { name: 'an empty map that another manager has replaced', intent: { emptyDir: {} }, fields: {}, owns: false },
  {
    name: 'an empty atomic list, which is recorded as a leaf',
    intent: { spec: { ingress: [] } },
    fields: { 'f:spec': { 'f:ingress': leaf } },
    owns: true,
  },
  {
    name: 'an empty atomic list that another manager has filled',
    intent: { spec: { ingress: [], podSelector: {} } },
    fields: { 'f:spec': { 'f:podSelector': leaf } },
    owns: false,
  },
  {
    name: 'an empty list while items of an earlier intent are still owned',
    intent: { env: [] },
    fields: { 'f:env': item('A', { 'f:value': leaf }) },
    owns: false,
  },
  {
    name: 'atomic lists and maps as a whole, however deep they are',
    intent: { selector: { matchLabels: { a: 'b' } }, args: ['x', 'y'] },
    fields: { 'f:selector': leaf, 'f:args': leaf },
    owns: true,
  },
  {
    name: 'labels and annotations, but not the name',
    intent: { metadata: { name: 'a', labels: { 'app.kubernetes.io/name': 'x' }, annotations: { 'a/b': 'c' } } },
    fields: { 'f:metadata': { 'f:labels': { 'f:app.kubernetes.io/name': leaf }, 'f:annotations': { 'f:a/b': leaf } } },
    owns: true,
  },
  {
    name: 'owner references, whose items are atomic',
    intent: { metadata: { name: 'a', ownerReferences: [{ apiVersion: 'v1', kind: 'K', name: 'o', uid: 'u' }] } },
    fields: { 'f:metadata': { 'f:ownerReferences': { 'k:{"uid":"u"}': leaf } } },
    owns: true,
  },
  {
    name: 'list items by their keys, in any order',
    intent: {
      env: [
        { name: 'A', value: '1' },
        { name: 'B', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
      ],
    },
    fields: {
      'f:env': { ...item('B', { 'f:valueFrom': { 'f:secretKeyRef': leaf } }), ...item('A', { 'f:value': leaf }) },
    },
    owns: true,
  },
  {
    name: 'a list item whose value another manager has taken',
    intent: { env: [{ name: 'A', value: '1' }] },
    fields: { 'f:env': item('A') },
    owns: false,
  },
  {
    name: 'a list item that another manager has removed',
    intent: {
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
    },
    fields: { 'f:env': item('A', { 'f:value': leaf }) },
    owns: false,
  },
  {
    name: 'a list item left over',
    intent: { env: [{ name: 'A', value: '1' }] },
    fields: { 'f:env': { ...item('A', { 'f:value': leaf }), ...item('B', { 'f:value': leaf }) } },
    owns: false,
  },
  {
    name: 'a port whose protocol the server has defaulted for the key',
    intent: { ports: [{ containerPort: 7000, name: 'ixn' }] },
    fields: {
      'f:ports': {
        [key({ containerPort: 7000, protocol: 'TCP' })]: { '.': {}, 'f:containerPort': leaf, 'f:name': leaf },
      },
    },
    owns: true,
  },
  {
    name: 'two ports that differ in the protocol alone, one of them defaulted',
    intent: { ports: [{ port: 53 }, { port: 53, protocol: 'UDP' }] },
    fields: {
      'f:ports': {
        [key({ port: 53, protocol: 'UDP' })]: { '.': {}, 'f:port': leaf, 'f:protocol': leaf },
        [key({ port: 53, protocol: 'TCP' })]: { '.': {}, 'f:port': leaf },
      },
    },
    owns: true,
  },
  {
    name: 'a port of another number',
    intent: { ports: [{ containerPort: 7121 }] },
    fields: { 'f:ports': { [key({ containerPort: 7000, protocol: 'TCP' })]: { '.': {}, 'f:containerPort': leaf } } },
    owns: false,
  },
  {
    name: 'the same port twice where it is owned once',
    intent: { ports: [{ port: 1, protocol: 'TCP' }, { port: 1 }] },
    fields: { 'f:ports': { [key({ port: 1, protocol: 'TCP' })]: { '.': {}, 'f:port': leaf, 'f:protocol': leaf } } },
    owns: false,
  },
  {
    name: 'members of a set',
    intent: { finalizers: ['a/b', 'c'] },
    fields: { 'f:finalizers': { '.': {}, 'v:"c"': leaf, 'v:"a/b"': leaf } },
    owns: true,
  },
  {
    name: 'a member of a set that another manager has removed',
    intent: { finalizers: ['a', 'c'] },
    fields: { 'f:finalizers': { 'v:"c"': leaf } },
    owns: false,
  },
  {
    name: 'another member of a set',
    intent: { finalizers: ['a'] },
    fields: { 'f:finalizers': { 'v:"c"': leaf } },
    owns: false,
  },
  {
    name: 'a scalar where fields are owned',
    intent: { spec: 'x' },
    fields: { 'f:spec': { 'f:a': leaf } },
    owns: false,
  },
  {
    name: 'a map where list items are owned',
    intent: { env: { name: 'A' } },
    fields: { 'f:env': item('A') },
    owns: false,
  },
  {
    name: 'a list where map fields are owned',
    intent: { env: ['A'] },
    fields: { 'f:env': { 'f:A': leaf } },
    owns: false,
  },
  {
    name: 'scalars where keyed items are owned',
    intent: { env: ['A'] },
    fields: { 'f:env': item('A') },
    owns: false,
  },
  {
    name: 'keys that are not JSON',
    intent: { env: [{ name: 'A' }] },
    fields: { 'f:env': { 'k:{': leaf } },
    owns: false,
  },
  { name: 'a node that is no map', intent: { a: 1 }, fields: { 'f:a': 1 }, owns: false },
];

describe('ownsExactly', () => {
  it.each(cases)('$owns for $name', ({ intent, fields, owns }) => {
    expect(ownsExactly(intent, fields)).toBe(owns);
  });
});
