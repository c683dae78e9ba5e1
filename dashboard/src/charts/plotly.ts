/**
 * The part of plotly.js the product uses. Import it only through `loadPlotly`, so that it stays a
 * chunk of its own. The strict build of parcoords is the one that runs without `eval`.
 */
import Plotly from 'plotly.js/lib/core';
import bar from 'plotly.js/lib/bar';
import heatmap from 'plotly.js/lib/heatmap';
import histogram from 'plotly.js/lib/histogram';
import turkish from 'plotly.js/lib/locales/tr';
import parcoords from 'plotly.js/src/traces/parcoords/strict';

// English is built in; of a locale, names of months and days are what charts show.
Plotly.register([bar, histogram, heatmap, parcoords, turkish]);

export default Plotly;
