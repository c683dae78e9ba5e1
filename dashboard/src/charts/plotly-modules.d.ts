declare module 'plotly.js/src/traces/parcoords/strict' {
  import type { PlotlyModule } from 'plotly.js';
  const parcoords: PlotlyModule;
  export default parcoords;
}

declare module 'plotly.js/lib/locales/tr' {
  import type { PlotlyModule } from 'plotly.js';
  const locale: PlotlyModule;
  export default locale;
}
