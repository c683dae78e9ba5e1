import type { Layout, LayoutAxis } from 'plotly.js';
import type { ChartTheme } from '../theme';

/** What charts with two axes share: ground, fonts and separators of the reader's language. */
export function frameLayout(theme: ChartTheme, separators: string): Partial<Layout> {
  return {
    margin: { l: 8, r: 12, t: 8, b: 8 },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { family: 'Inter Variable, sans-serif', size: 12, color: theme.text2 },
    separators,
    hoverlabel: { bgcolor: theme.surface, font: { color: theme.text } },
  };
}

/** An axis that only shows: it neither pans nor zooms. */
export function frameAxis(theme: ChartTheme): Partial<LayoutAxis> {
  return {
    color: theme.text2,
    gridcolor: theme.line,
    linecolor: theme.line,
    zeroline: false,
    automargin: true,
    fixedrange: true,
  };
}

/** Decimal and thousands separators as plotly takes them. */
export function separatorsOf(language: string): string {
  return language === 'tr' ? ',.' : '.,';
}
