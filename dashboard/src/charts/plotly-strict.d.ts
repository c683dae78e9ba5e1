declare module 'plotly.js/src/traces/parcoords/strict' {
  import type { PlotlyModule } from 'plotly.js';
  const parcoords: PlotlyModule;
  export default parcoords;
}
