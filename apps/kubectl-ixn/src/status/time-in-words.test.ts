import { expect, it } from 'vitest';
import { agoInWords, inInWords } from './time-in-words.ts';

const now = '2026-03-01T12:00:00Z';

it.each([
  ['2026-03-01T11:59:59.500Z', 'just now'],
  ['2026-03-01T11:59:59Z', '1 second ago'],
  ['2026-03-01T11:57:30Z', '2 minutes ago'],
  ['2026-02-28T12:00:00Z', '1 day ago'],
])('%s is %s', (timestamp, words) => {
  expect(agoInWords(timestamp, Date.parse(now))).toBe(words);
});

it.each([
  [now, 'now'],
  ['2026-03-01T15:10:00Z', 'in 3 hours'],
])('%s is %s', (timestamp, words) => {
  expect(inInWords(timestamp, Date.parse(now))).toBe(words);
});
