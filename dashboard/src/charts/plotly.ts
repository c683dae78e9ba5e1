/**
 * The part of plotly.js the product uses. Import it only through `loadPlotly`, so that it stays a
 * chunk of its own. The strict build of parcoords is the one that runs without `eval`.
 */
import Plotly from 'plotly.js/lib/core';
import bar from 'plotly.js/lib/bar';
import heatmap from 'plotly.js/lib/heatmap';
import histogram from 'plotly.js/lib/histogram';
import parcoords from 'plotly.js/src/traces/parcoords/strict';

Plotly.register([bar, histogram, heatmap, parcoords]);

export default Plotly;
