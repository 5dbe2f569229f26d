/** What a program or library says that it needs to be loaded. */
export interface Binary {
  /** How Debian names the folder of libraries of its architecture. */
  readonly triplet: string;
  /** Path of the loader; undefined for a library. */
  readonly interpreter: string | undefined;
  /** File names of the libraries that it needs, such as `libc.so.6`. */
  readonly needed: readonly string[];
}

/** By e_machine, see elf.h; the architectures that the image is made for. */
const triplets: Readonly<Record<number, string>> = { 62: 'x86_64-linux-gnu', 183: 'aarch64-linux-gnu' };

/** Numbers of elf.h. */
const segment = { load: 1, dynamic: 2, interpreter: 3 } as const;
const entry = { needed: 1, strings: 5 } as const;

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

/**
 * Reads a 64-bit little-endian ELF file as a loader would, so that also a program of another architecture can be asked. Throws
 * where it is something else.
 */
export function readElf(file: Buffer): Binary {
  if (file.toString('latin1', 0, 6) !== '\x7fELF\x02\x01') throw new Error('no 64-bit little-endian ELF file');
  const machine = file.readUInt16LE(0x12);
  const triplet = triplets[machine];
  if (triplet === undefined) throw new Error(`an ELF file of machine ${machine}, for which no image is made`);
  const segments = segmentsOf(file);
  const interpreter = segments.find(({ type }) => type === segment.interpreter);
  return {
    triplet,
    interpreter: interpreter === undefined ? undefined : textAt(file, interpreter.offset),
    needed: neededBy(file, segments),
  };
}

function segmentsOf(file: Buffer): readonly Segment[] {
  const start = wordAt(file, 0x20);
  const size = file.readUInt16LE(0x36);
  return Array.from({ length: file.readUInt16LE(0x38) }, (_, index) => {
    const at = start + index * size;
    return {
      type: file.readUInt32LE(at),
      offset: wordAt(file, at + 8),
      address: wordAt(file, at + 16),
      size: wordAt(file, at + 32),
    };
  });
}

function neededBy(file: Buffer, segments: readonly Segment[]): readonly string[] {
  const dynamic = segments.find(({ type }) => type === segment.dynamic);
  if (dynamic === undefined) return [];
  const entries = Array.from({ length: dynamic.size / 16 }, (_, index) => {
    const at = dynamic.offset + index * 16;
    return { tag: wordAt(file, at), value: wordAt(file, at + 8) };
  });
  const address = entries.find(({ tag }) => tag === entry.strings)?.value ?? 0;
  const strings = offsetOf(address, segments);
  return entries.filter(({ tag }) => tag === entry.needed).map(({ value }) => textAt(file, strings + value));
}

/** Where an address in memory comes from in the file. */
function offsetOf(address: number, segments: readonly Segment[]): number {
  const holder = segments.find(
    (one) => one.type === segment.load && one.address <= address && address < one.address + one.size,
  );
  if (holder === undefined) throw new Error(`no segment holds the address ${address}`);
  return address - holder.address + holder.offset;
}

function wordAt(file: Buffer, offset: number): number {
  return Number(file.readBigUInt64LE(offset));
}

function textAt(file: Buffer, offset: number): string {
  return file.toString('latin1', offset, file.indexOf(0, offset));
}
