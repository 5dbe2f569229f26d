import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineSplitter } from './lines.ts';

describe('a line splitter', () => {
  it('gives the same lines wherever the bytes are cut, also within a character', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1 })),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        (texts, sizes) => {
          const lines = texts.map((text) => JSON.stringify(text));
          const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
          const splitter = createLineSplitter();
          const found: string[] = [];
          for (let start = 0, turn = 0; start < bytes.length; turn += 1) {
            const size = sizes[turn % sizes.length] ?? 1;
            const piece = Uint8Array.from(bytes.subarray(start, start + size));
            found.push(...splitter.push(piece));
            piece.fill(0); // the piece's memory may be used again
            start += size;
          }
          expect(found).toEqual(lines);
        },
      ),
    );
  });

  it('keeps an unfinished line to itself, and leaves empty ones out', () => {
    const splitter = createLineSplitter();
    expect(splitter.push(Buffer.from('\n\r\n{"a":1}\n{"b"'))).toEqual(['{"a":1}']);
    expect(splitter.push(Buffer.from(':2}\r\n'))).toEqual(['{"b":2}']);
  });
});
