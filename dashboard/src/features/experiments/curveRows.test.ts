import { expect, it } from 'vitest';

import { curveRows } from './curveRows';

it('joins curves of different steps by step', () => {
  expect(
    curveRows({
      train: [
        [1, 3],
        [2, 2],
      ],
      valid: [
        [2, 0],
        [10, null],
      ],
    }),
  ).toEqual([
    { step: 1, values: [3, null] },
    { step: 2, values: [2, 0] },
    { step: 10, values: [null, null] },
  ]);
});
