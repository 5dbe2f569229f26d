import { describe, expect, it } from 'vitest';
import { isTried, stepsOf } from './document.ts';

const page = (...lines: readonly string[]) => lines.join('\n');

describe('the steps of a page', () => {
  it('are the commands of its shell blocks, whole, without comments on lines of their own', () => {
    const [step] = stepsOf(
      page('```sh', '# first', 'kubectl get \\', '  pods', "cat <<'EOF'", 'text', 'EOF', 'ls', '```'),
    );
    expect(step?.commands).toEqual(['kubectl get \\\n  pods', "cat <<'EOF'\ntext\nEOF", 'ls']);
  });

  it('have the output that is shown right after them', () => {
    const [shown, other] = stepsOf(
      page(
        '```sh',
        'a',
        '```',
        'It says:',
        '```text',
        'b',
        '```',
        '```sh',
        'c',
        '```',
        '## New',
        '```text',
        'd',
        '```',
      ),
    );
    expect(shown?.shown).toEqual(['b']);
    expect(other?.shown).toEqual([]);
  });

  it('leave out what an example shows', () => {
    const [step] = stepsOf(page('```sh', 'a', '```', '<!-- example -->', '```text', 'b', '```'));
    expect(step?.shown).toEqual([]);
  });

  it('are not tried where a comment names a need', () => {
    const steps = stepsOf(page('<!-- needs: docker -->', '```sh', 'a', '```', '```sh', 'b', '```'));
    expect(steps.map(isTried)).toEqual([false, true]);
  });

  it('are files, too', () => {
    const [step] = stepsOf(page('<!-- file: tenant.yaml -->', '', '```yaml', 'a: 1', '```'));
    expect(step).toMatchObject({ directive: { kind: 'file', name: 'tenant.yaml' }, commands: [] });
  });

  it.each([
    [
      'a language that nobody knows',
      'line 2: nobody knows what to do with the language console',
      page('```console', 'a', '```'),
    ],
    [
      'a file elsewhere',
      'line 3: the file ../tenant.yaml is not in the folder itself',
      page('<!-- file: ../tenant.yaml -->', '```yaml', 'a: 1', '```'),
    ],
    [
      'a need that is not in the list',
      'nobody knows the need patience',
      page('<!-- needs: patience -->', '```sh', 'a', '```'),
    ],
    [
      'a comment that means nothing',
      'nobody knows what the comment later means',
      page('<!-- later -->', '```sh', 'a', '```'),
    ],
    ['a block that does not end', 'the block that begins in line 1 does not end', page('```sh', 'a')],
    ['a command that does not end', 'this command does not end', page('```sh', 'echo "a', '```')],
  ])('are refused for %s', (_, problem, markdown) => {
    expect(() => stepsOf(markdown)).toThrow(problem);
  });
});
