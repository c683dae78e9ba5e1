import { describe, expect, it } from 'vitest';
import { mixed, translucent } from './colour';

describe('colours of charts', () => {
  it('become translucent', () => {
    expect(translucent('#0072b2', 0.5)).toBe('rgba(0, 114, 178, 0.5)');
  });

  it('are mixed as paint is, however a colour is spelled', () => {
    expect(mixed('#ffffff', '#000000', 0.2)).toBe('rgb(204, 204, 204)');
    // What a build makes of #ffffff.
    expect(mixed('#fff', '#000', 0.2)).toBe('rgb(204, 204, 204)');
    expect(mixed('white', 'rgb(0 0 0)', 1)).toBe('rgb(0, 0, 0)');
  });
});
