import { describe, expect, it } from 'vitest';
import { nodeFlagsOf } from './operator-process.ts';

describe('the flags of the image', () => {
  it('stand between node and the bundle', () => {
    const dockerfile = 'FROM base\nENTRYPOINT ["node", "--flag", "--other=1", "/app/operator.mjs"]\n';
    expect(nodeFlagsOf(dockerfile)).toEqual(['--flag', '--other=1']);
  });

  it('are none where nothing stands there', () => {
    expect(nodeFlagsOf('ENTRYPOINT ["node", "/app/operator.mjs"]')).toEqual([]);
  });
});
