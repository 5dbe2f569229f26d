/** The lines of the `sh` blocks of a page, by the heading that they stand below. */
export function commandBlocks(markdown: string): ReadonlyMap<string, readonly string[]> {
  const blocks = new Map<string, readonly string[]>();
  let heading = '';
  let language: string | undefined;
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) language = language === undefined ? line.slice(3) : undefined;
    else if (language === 'sh') blocks.set(heading, [...(blocks.get(heading) ?? []), line]);
    else if (language === undefined) heading = /^#+ (.+)$/.exec(line)?.[1] ?? heading;
  }
  return blocks;
}
