/** Cuts a stream of bytes into lines. */
export interface LineSplitter {
  /** Takes the next piece and gives the lines that it completes; empty ones are left out. */
  push(bytes: Uint8Array): readonly string[];
}

const newline = 0x0a;

/** Lines are UTF-8 and decoded whole, so that it does not matter where the pieces were cut. */
export function createLineSplitter(): LineSplitter {
  let rest: Uint8Array[] = [];
  return {
    push(bytes) {
      const lines: string[] = [];
      let start = 0;
      for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
        rest.push(bytes.subarray(start, end));
        const line = Buffer.concat(rest).toString('utf8').trim();
        rest = [];
        start = end + 1;
        if (line !== '') {
          lines.push(line);
        }
      }
      if (start < bytes.length) {
        rest.push(bytes.slice(start)); // a copy: the piece's memory is not ours after the call
      }
      return lines;
    },
  };
}
