import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packagesOf } from '../../../tools/image/debian-packages.ts';
import { readElf } from '../../../tools/image/elf.ts';
import { imageSbom } from '../../../tools/image/image-sbom.ts';

describe('readElf', () => {
  it('reads what the Node that runs this needs to be loaded', () => {
    const { triplet, interpreter, needed } = readElf(readFileSync(process.execPath));
    const ofThisMachine = {
      x64: { triplet: 'x86_64-linux-gnu', interpreter: '/lib64/ld-linux-x86-64.so.2' },
      arm64: { triplet: 'aarch64-linux-gnu', interpreter: '/lib/ld-linux-aarch64.so.1' },
    };
    expect(Object.entries(ofThisMachine)).toContainEqual([process.arch, { triplet, interpreter }]);
    expect(needed).toEqual(expect.arrayContaining(['libc.so.6', 'libm.so.6', 'libstdc++.so.6']));
    for (const name of needed) expect(name).toMatch(/^(lib[a-z+_]+|ld-linux-[a-z0-9-]+)[.]so[.][0-9]+$/);
  });

  it('refuses what is no such file, and a machine that no image is made for', () => {
    expect(() => readElf(Buffer.from('#!/bin/sh\n'))).toThrow('no 64-bit little-endian ELF file');
    const riscv = Buffer.alloc(64);
    riscv.write('\x7fELF\x02\x01', 'latin1');
    riscv.writeUInt16LE(243, 0x12);
    expect(() => readElf(riscv)).toThrow('machine 243');
  });
});

describe('packagesOf', () => {
  let root: string;
  const libc = 'Package: libc6\nStatus: install ok installed\nArchitecture: arm64\nVersion: 2.36-9+deb12u14\n';

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'ixn-packages-'));
    const info = join(root, 'var/lib/dpkg/info');
    mkdirSync(info, { recursive: true });
    writeFileSync(
      join(info, 'libc6:arm64.list'),
      '/.\n/lib/aarch64-linux-gnu/libc.so.6\n/lib/aarch64-linux-gnu/libm.so.6\n',
    );
    writeFileSync(join(info, 'libgcc-s1.list'), '/usr/lib/aarch64-linux-gnu/libgcc_s.so.1\n');
    const gcc = 'Package: libgcc-s1\nArchitecture: arm64\nVersion: 12.2.0-14\n';
    writeFileSync(join(root, 'var/lib/dpkg/status'), `${libc}\n${gcc}\n`);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('gives each package once, also where it calls the folder by its newer name', () => {
    const files = ['libgcc_s.so.1', 'libc.so.6', 'libm.so.6'].map((name) => `/lib/aarch64-linux-gnu/${name}`);
    expect(packagesOf(root, files)).toMatchObject([
      { name: 'libc6', version: '2.36-9+deb12u14', architecture: 'arm64', stanza: libc },
      { name: 'libgcc-s1', version: '12.2.0-14' },
    ]);
  });

  it('knows of no file without a package', () => {
    expect(() => packagesOf(root, ['/lib/stray.so'])).toThrow('no Debian package has /lib/stray.so');
  });
});

describe('imageSbom', () => {
  it('adds Node and the packages to what is in the bundles', () => {
    const bundles = {
      metadata: { component: { type: 'application', name: 'interaction-server-operator', version: '1.0.0' } },
      components: [{ purl: 'pkg:npm/zod@4.0.0' }],
    };
    const libstdc = { name: 'libstdc++6', version: '12.2.0-14+deb12u1', architecture: 'arm64', stanza: '' };
    const sbom = imageSbom({ bundles, nodeVersion: '24.1.0', packages: [libstdc], distribution: 'debian-12' });
    expect(sbom).toMatchObject({
      metadata: { component: { type: 'container', name: 'interaction-server-operator', version: '1.0.0' } },
      components: [
        { purl: 'pkg:npm/zod@4.0.0' },
        { purl: 'pkg:generic/node@24.1.0', cpe: 'cpe:2.3:a:nodejs:node.js:24.1.0:*:*:*:*:*:*:*' },
        { purl: 'pkg:deb/debian/libstdc%2B%2B6@12.2.0-14%2Bdeb12u1?arch=arm64&distro=debian-12' },
      ],
    });
  });
});
