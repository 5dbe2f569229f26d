import { defaultPort } from '@ixn/connections';
import {
  arbitraryInteractionServer,
  fullInteractionServer,
  interactionServer,
  otherFullInteractionServer,
} from '@ixn/test-kit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, ruleMessages } from './judge.testing.ts';

type Path = readonly (string | number)[];

/** The paths of all texts and integers below a value. */
function leavesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Array.isArray(value)
    ? value.flatMap((item, index) => leavesOf(item, [...path, index]))
    : Object.entries(value).flatMap(([name, item]) => leavesOf(item, [...path, name]));
}

function replaceAt(value: unknown, [step, ...rest]: Path, replacement: unknown): unknown {
  if (step === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((item, index) => (index === step ? replaceAt(item, rest, replacement) : item));
  const below: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
  return { ...Object(value), [step]: replaceAt(below, rest, replacement) };
}

/** Texts that come close to what the patterns accept, and texts that do not. */
const nearlyRight = fc.oneof(
  fc.stringMatching(/^[-a-zA-Z0-9._:/@]{0,24}$/),
  fc.constantFrom(
    '::1',
    'fe80::1%eth0',
    'a.',
    '.a',
    'a..b',
    'a/b',
    '100m',
    '1Ei',
    '-1',
    '1e3',
    '1.',
    'sha256:0',
    'localhost:5000',
    '0 2 * * SUN',
    '0 2 30 2 *',
    '169h',
    '1h60m',
    '1h30m',
    'Europe/Nowhere',
    '-1h',
    'template1',
  ),
  fc.uuid(),
  fc.domain(),
  fc.string({ maxLength: 32, unit: 'binary' }),
);

describe('each rule of the CRD', () => {
  it('holds for every valid resource, in CEL and in parse', () => {
    fc.assert(
      fc.property(arbitraryInteractionServer(), (resource) => {
        expect(judge(resource)).toEqual({ cel: [], parsed: [] });
      }),
    );
  });

  it.each([
    ['the one full example', fullInteractionServer({ spec: { ixnServer: { image: { tag: '1' } } } })],
    ['the other full example', otherFullInteractionServer()],
  ])('says the same in CEL as in parse when any one text of %s is replaced by any other', (_, full) => {
    const texts = leavesOf(full.spec).filter(
      (path) => typeof path.reduce<unknown>((at, step) => Reflect.get(Object(at), step), full.spec) === 'string',
    );
    fc.assert(
      fc.property(fc.constantFrom(...texts), nearlyRight, (path, text) => {
        const { cel, parsed } = judge({ ...full, spec: Object(replaceAt(full.spec, path, text)) });
        expect(parsed).toEqual(cel);
      }),
      { numRuns: 500 },
    );
  });

  it('says the same of names in CEL as in parse', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyRight, fc.stringMatching(/^[a-z]{38,43}$/)), (name) => {
        const { cel, parsed } = judge(interactionServer({ metadata: { name } }));
        expect(parsed).toEqual(cel);
      }),
    );
  });

  it('says the same of ports in CEL as in parse', () => {
    const defaults = [defaultPort('ixnNode.ports.default'), defaultPort('ixnNode.ports.health')];
    const port = fc.option(fc.constantFrom(...defaults, 7000), { nil: undefined });
    fc.assert(
      fc.property(port, port, (own, health) => {
        const { cel, parsed } = judge(interactionServer({ spec: { ixnNode: { ports: { default: own, health } } } }));
        expect(parsed).toEqual(cel);
      }),
    );
  });

  it.each([
    [undefined, undefined],
    ['1', undefined],
    [undefined, `sha256:${'0'.repeat(64)}`],
  ])('says the same of an image with the tag %s and the digest %s in CEL as in parse', (tag, digest) => {
    const { cel, parsed } = judge(interactionServer({ spec: { ixnNode: { image: { tag, digest } } } }));
    expect(parsed).toEqual(cel);
  });

  it('is broken, in CEL and in parse, by a resource that has everything wrong', () => {
    const wrong = fullInteractionServer({
      metadata: { name: 'A' },
      spec: {
        tenant: { id: 'A', sid: '-' },
        image: { registry: '/', imagePullSecrets: [{ name: '-' }] },
        ixnServer: {
          image: { repository: '/', tag: '/', digest: '/' },
          confServer: { host: '/' },
          db: {
            host: '/',
            name: '/',
            credentialsSecretRef: { name: '/' },
            ca: { secretKeyRef: { name: 'a', key: '/' } },
            provision: { adminSecretRef: { name: '/', usernameKey: 'username', passwordKey: '/' } },
          },
          ports: { default: 1, health: 1 },
          resources: { requests: { cpu: '-1', memory: '2G' }, limits: { cpu: '-1', memory: '1G' } },
          logStorage: { mountPath: '/mnt/env-secrets/', storageSize: '-', storageClassName: '/' },
          podTemplate: {
            metadata: {
              labels: { 'app.kubernetes.io/name': 'a' },
              annotations: { 'ixn.operators.dev/config': 'a' },
            },
          },
        },
        ixnNode: {
          image: { tag: undefined, digest: undefined },
          redis: { secretKeyRef: { key: '..' } },
          db: { name: 'postgres', provision: { adminSecretRef: { usernameKey: '/' } } },
        },
        dependencyChecks: { gateRolloutOn: [2] },
        updatePolicy: { maintenanceWindows: [{ schedule: '@daily', duration: '0m', timeZone: '+02:00' }] },
        ixnVQNode: { autoscaling: { minReplicas: 11 }, resources: undefined, podTemplate: undefined },
        kafka: { bootstrapServers: ['kafka'], secretKeyRef: { name: 'a', key: '.' } },
        networkPolicy: {
          peers: { gws: { peers: [{ podSelector: {}, ipBlock: { cidr: '10.0.0.0' } }] }, kafka: undefined },
        },
      },
    });
    const { cel, parsed } = judge(wrong);
    expect(parsed).toEqual(cel);
    expect(new Set(cel)).toEqual(ruleMessages);
  });
});
