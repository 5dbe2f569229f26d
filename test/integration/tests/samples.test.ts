import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createNamespace } from '../src/cluster.ts';

describe('the samples that users are given', () => {
  it('are accepted by the API server, with no field that it does not know', async () => {
    const namespace = await createNamespace('samples');
    const folder = resolve(import.meta.dirname, '../../../deploy/samples');
    const flags = ['--dry-run=server', '--validate=strict', '--filename', folder];
    const { exitCode, stderr } = await namespace.kubectl(['apply', ...flags]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });
});
