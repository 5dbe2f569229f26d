import type { Io } from './io.ts';

/**
 * A text without the characters that a terminal obeys, but for line ends and tabs: they are written as JSON writes them. What is
 * shown comes from resources, events and servers, and whoever writes those must not write to the terminal of who looks.
 */
export function visibleText(text: string): string {
  return text.replaceAll(
    /(?![\n\t])\p{Cc}/gu,
    (found) => String.raw`\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Shows all texts like that. */
export function showingVisibly(io: Io): Io {
  return {
    ...io,
    print: (text) => io.print(visibleText(text)),
    complain: (text) => io.complain(visibleText(text)),
  };
}
