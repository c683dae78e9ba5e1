import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import type { Scheme } from './sequential';

/** Concrete colours for canvases and traces, which can't read CSS variables. */
export interface ChartTheme {
  scheme: Scheme;
  text: string;
  text2: string;
  line: string;
  surface: string;
  best: string;
  /** Lines without a value. */
  none: string;
  /** Lines outside the selection. */
  context: { color: string; opacity: number };
  series: readonly string[];
}

const CONTEXT = {
  light: { color: '#c8d0d9', opacity: 0.32 },
  dark: { color: '#33404f', opacity: 0.35 },
} as const;
const NONE = { light: '#7d8896', dark: '#7d8896' } as const;
const SERIES = ['--c1', '--c3', '--c4', '--c2'];

export function readTheme(scheme: Scheme): ChartTheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    scheme,
    text: token('--text'),
    text2: token('--text2'),
    line: token('--line'),
    surface: token('--surface'),
    best: token('--best'),
    none: NONE[scheme],
    context: CONTEXT[scheme],
    series: SERIES.map(token),
  };
}

/** The colours of the current theme; changes with it. */
export function useChartTheme(): ChartTheme {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  return useMemo(() => readTheme(scheme), [scheme]);
}
