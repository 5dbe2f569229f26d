/** A fenced block of a Markdown page, and what a comment right before it says about it. */
export interface Block {
  /** Such as `sh`; empty where the fence names none. */
  readonly language: string;
  readonly lines: readonly string[];
  /** The content of an HTML comment right before the block. */
  readonly directive: string | undefined;
  /** Of the line after the fence, counted from 1. */
  readonly line: number;
  /** Number of the section, counted by headings: blocks of one section belong together. */
  readonly section: number;
}

/** All fenced blocks of a page, in order; a fence may be indented, as in a list. */
export function blocksOf(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split('\n');
  let directive: string | undefined;
  let section = 0;
  for (let at = 0; at < lines.length; at += 1) {
    const text = lines[at] ?? '';
    const fence = /^( *)(```+)(\S*)/.exec(text);
    if (fence) {
      const [, indent = '', marks = '', language = ''] = fence;
      const end = lines.findIndex((line, index) => index > at && line === `${indent}${marks}`);
      if (end < 0) throw new Error(`the block that begins in line ${at + 1} does not end`);
      const content = lines.slice(at + 1, end).map((line) => line.slice(indent.length));
      blocks.push({ language, lines: content, directive, line: at + 2, section });
      directive = undefined;
      at = end;
    } else if (text.trim() !== '') {
      directive = /^ *<!-- (.*) -->$/.exec(text)?.[1];
      if (text.startsWith('#')) section += 1;
    }
  }
  return blocks;
}
