import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as controllerRuntime from '@ixn/controller-runtime';
import * as kubeClient from '@ixn/kube-client';
import { describe, expect, it } from 'vitest';

const libs = join(import.meta.dirname, '../../../libs');

describe.each([
  ['kube-client', Object.keys(kubeClient)],
  ['controller-runtime', Object.keys(controllerRuntime)],
])('the README of %s', (name, exports) => {
  const room = join(libs, name);
  const readme = readFileSync(join(room, 'README.md'), 'utf8');

  it('shows the examples as they are run', () => {
    const files = readdirSync(join(room, 'examples')).filter((file) => file.endsWith('.ts'));
    expect(files).not.toEqual([]);
    for (const file of files) {
      expect(readme).toContain(`\`\`\`ts\n${readFileSync(join(room, 'examples', file), 'utf8')}\`\`\``);
    }
  });

  it('has a word on everything that the room offers', () => {
    expect(exports.filter((word) => !readme.includes(`\`${word}`))).toEqual([]);
  });
});
