import { describe, expect, it } from 'vitest';
import { createUndo } from './undo.ts';

describe('createUndo', () => {
  it('takes back the last first, goes on after a failure, and does nothing twice', async () => {
    const done: string[] = [];
    const undo = createUndo((text) => void done.push(text));
    undo.add('the first', async () => done.push('first'));
    undo.add('the second', () => Promise.reject(new Error('stuck')));
    undo.add('the third', async () => done.push('third'));
    await undo.all();
    await undo.all();
    expect(done).toEqual(['third', 'could not remove the second: Error: stuck', 'first']);
  });
});
