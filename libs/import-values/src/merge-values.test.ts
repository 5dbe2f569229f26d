import { describe, expect, it } from 'vitest';
import { importValues } from './import-values.ts';

/** What became of each value of two files, one after the other. */
function fates(base: string, over: string): Readonly<Record<string, string>> {
  const files = [
    { name: 'base', text: base },
    { name: 'over', text: over },
  ];
  const imported = importValues({ files, environment: {} });
  if (!imported.ok) throw new Error(JSON.stringify(imported.problems));
  return Object.fromEntries(
    imported.value.report.map(({ file, path, fate, because }) => [`${file}: ${path}`, because ?? fate]),
  );
}

describe('two values files, one over the other as Helm lays them', () => {
  it.each([
    [
      'keep what only one of them says',
      'tenant: { id: a }',
      'tenant: { sid: b }',
      { 'base: tenant.id': 'mapped', 'over: tenant.sid': 'mapped' },
    ],
    [
      'have the later scalar',
      'replicaCount: 1',
      'replicaCount: 2',
      { 'base: replicaCount': 'over says otherwise', 'over: replicaCount': 'mapped' },
    ],
    [
      'have the later list as a whole',
      'image: { imagePullSecrets: [a, b] }',
      'image: { imagePullSecrets: [c] }',
      {
        'base: image.imagePullSecrets[0]': 'over says otherwise',
        'base: image.imagePullSecrets[1]': 'over says otherwise',
        'over: image.imagePullSecrets[0]': 'mapped',
      },
    ],
    [
      'have nothing where the later one says null',
      'tenant: { id: a, sid: b }',
      'tenant: null',
      {
        'base: tenant.id': 'over takes it away',
        'base: tenant.sid': 'over takes it away',
        'over: tenant': 'null takes away what an earlier file or the chart says',
      },
    ],
    [
      'keep a map over which an empty one is laid',
      'tenant: { sid: b }',
      'tenant: {}',
      { 'base: tenant.sid': 'mapped', 'over: tenant': 'it is empty' },
    ],
    [
      'have a scalar in the place of a map',
      'tenant: { sid: b }',
      'tenant: c',
      { 'base: tenant.sid': 'over says otherwise', 'over: tenant': 'the operator has no field for it' },
    ],
    [
      'keep all of the first where the second says nothing',
      'tenant: { sid: b }',
      '# nothing',
      { 'base: tenant.sid': 'mapped' },
    ],
  ])('%s', (_, base, over, expected) => {
    expect(fates(base, over)).toEqual(expected);
  });
});

describe('what is no values file', () => {
  it.each([
    ['a list', '[1, 2]', 'values must be a map'],
    ['a text', 'hello', 'values must be a map'],
    ['broken YAML', 'a: [1', expect.stringContaining('Flow sequence')],
    ['a key that stands twice', 'a: 1\na: 2', expect.stringContaining('unique')],
    ['more than one document', 'a: 1\n---\nb: 2', expect.stringContaining('document')],
  ])('is told: %s', (_, text, message) => {
    const imported = importValues({ files: [{ name: 'values.yaml', text }], environment: {} });
    expect(imported).toEqual({ ok: false, problems: [{ file: 'values.yaml', message }] });
  });
});
