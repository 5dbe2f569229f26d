/** A file of a bundle; its path is relative and of at most 99 bytes. */
export interface BundleFile {
  readonly path: string;
  readonly text: string;
}

const blockBytes = 512;

/** The files as a tar archive in the ustar format of POSIX, readable by their owner alone. */
export function tarOf(files: readonly BundleFile[], nowMs: number): Uint8Array {
  const parts = files.flatMap(({ path, text }) => {
    const body = Buffer.from(text);
    const padding = Buffer.alloc((blockBytes - (body.length % blockBytes)) % blockBytes);
    return [header(path, body.length, nowMs), body, padding];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * blockBytes)]);
}

function header(path: string, sizeBytes: number, nowMs: number): Buffer {
  const block = Buffer.alloc(blockBytes);
  const octal = (value: number, length: number) => value.toString(8).padStart(length - 1, '0');
  block.write(path, 0, 99);
  block.write(octal(0o600, 8), 100);
  block.write(octal(0, 8), 108); // user
  block.write(octal(0, 8), 116); // group
  block.write(octal(sizeBytes, 12), 124);
  block.write(octal(Math.floor(nowMs / 1000), 12), 136);
  block.write(' '.repeat(8), 148); // the checksum counts as spaces while it is made
  block.write('0', 156); // a file
  block.write('ustar', 257); // and a zero byte
  block.write('00', 263); // the version of the format
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}
