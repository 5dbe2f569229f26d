import { expect, it } from 'vitest';
import { run } from './run.ts';
import { visibleText } from './visible-text.ts';

it('shows what a terminal would obey, and leaves lines and columns', () => {
  const title = '\u001b]0;mine\u0007';
  const erase = '\u009b2J';
  expect(visibleText(`a\tb\nü${title}${erase}\rc\n`)).toBe(
    String.raw`a${'\t'}b${'\n'}ü\u001b]0;mine\u0007\u009b2J\u000dc${'\n'}`,
  );
});

it('is done to all that a command says', async () => {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const untouched = () => Promise.reject(new Error('nothing else is asked for'));
  const signal = new AbortController().signal;
  const io = { environment: {}, print: say, complain: say, readText: untouched, writeNew: untouched };
  await run(['\u001b[2J'], { ...io, isTerminal: true, openInBrowser: untouched, nowMs: () => 0, signal });
  expect(said.join('')).toContain(String.raw`\u001b[2J`);
});
