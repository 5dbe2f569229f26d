/** Breaks text at spaces into lines of at most 120 characters. */
export function wrap(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > 120) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}

/** A table, its columns padded so that the source can be read too. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Lines as they are, in a language or as `text`. */
export function fence(language: string, lines: readonly string[]): string {
  return [`\`\`\`${language}`, lines.join('\n').trimEnd(), '```'].join('\n');
}

/** A page from its blocks; says at its top what it is written from. */
export function page(source: string, blocks: readonly string[]): string {
  return `<!-- Written by \`npm run generate\` from ${source}; change it there. -->\n\n${blocks.join('\n\n')}\n`;
}
