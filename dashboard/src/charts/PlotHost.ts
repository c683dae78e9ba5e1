import type {
  Config,
  Data,
  Layout,
  PlotlyHTMLElement,
  PlotMouseEvent,
  PlotRestyleEvent,
  PlotSelectionEvent,
} from 'plotly.js';

export interface Figure {
  data: Data[];
  layout: Partial<Layout>;
}

export interface PlotHandlers {
  onRestyle?: (event: PlotRestyleEvent) => void;
  /** A mark was clicked. */
  onClick?: (event: PlotMouseEvent) => void;
  /** A box was drawn, where the layout lets draw one. */
  onSelected?: (event: PlotSelectionEvent) => void;
  /** After every drawing. */
  onDrawn?: () => void;
  /** The chart can't be drawn, or not any more: no plotly, or the graphics context was lost. */
  onFailure?: (error: unknown) => void;
}

/** What plotly shows in place of a chart that it has no WebGL for; it reports nothing. */
const NO_WEBGL = '.no-webgl';

export const loadPlotly = () => import('./plotly').then((module) => module.default);
type PlotlyApi = Awaited<ReturnType<typeof loadPlotly>>;

/** Nothing of plotly's own furniture, and nothing that could send data to another host. */
const CONFIG: Partial<Config> = {
  displayModeBar: false,
  displaylogo: false,
  plotlyServerURL: '',
  showTips: false,
  responsive: false,
  doubleClick: false,
};

/** Owns one plotly chart in one element: draws the newest figure it is given, one at a time. */
export class PlotHost {
  private plotly: PlotlyApi | null = null;
  private wanted: Figure | null = null;
  private drawing = false;
  private disposed = false;
  private readonly element: HTMLElement;
  private readonly handlers: PlotHandlers;
  private readonly language: string;

  /** `language`: that of the names of months and days; another one needs another chart. */
  constructor(element: HTMLElement, handlers: PlotHandlers, language = 'en') {
    this.element = element;
    this.handlers = handlers;
    this.language = language;
    // Sent to the canvases inside; it doesn't bubble.
    element.addEventListener('webglcontextlost', this.contextLost, { capture: true });
  }

  /** Draws `figure` as soon as plotly is free; figures overtaken in the meantime are skipped. */
  update(figure: Figure): void {
    this.wanted = figure;
    if (this.drawing) return;
    this.drawing = true;
    this.drawAll().catch((error: unknown) => {
      this.drawing = false;
      if (!this.disposed) this.handlers.onFailure?.(error);
    });
  }

  /** Removes the chart and frees its graphics contexts, of which a browser has only a few. */
  dispose(): void {
    this.disposed = true;
    this.element.removeEventListener('webglcontextlost', this.contextLost, { capture: true });
    if (this.plotly === null) return;
    for (const canvas of this.element.querySelectorAll('canvas')) {
      canvas.getContext('webgl')?.getExtension('WEBGL_lose_context')?.loseContext();
    }
    this.plotly.purge(this.element);
  }

  private async drawAll(): Promise<void> {
    while (this.wanted !== null && !this.isDisposed()) {
      const figure = this.wanted;
      this.wanted = null;
      await this.draw(figure);
    }
    this.drawing = false;
  }

  private async draw({ data, layout }: Figure): Promise<void> {
    if (this.plotly !== null)
      await this.plotly.react(this.element, data, layout, config(this.language));
    else {
      const plotly = await loadPlotly();
      // The first drawing keeps the page busy for a while: what is already there is painted first.
      await nextPaint();
      if (this.isDisposed()) return;
      this.plotly = plotly;
      const chart: PlotlyHTMLElement = await plotly.newPlot(
        this.element,
        data,
        layout,
        config(this.language),
      );
      // Asking the browser before for a context of our own would hold the page up as long as a drawing.
      if (this.element.querySelector(NO_WEBGL) !== null) throw new Error('There is no WebGL here.');
      chart.on('plotly_restyle', (event) => this.handlers.onRestyle?.(event));
      chart.on('plotly_click', (event) => this.handlers.onClick?.(event));
      // Sent without an event, too, when a selection is given up.
      chart.on('plotly_selected', (event?: PlotSelectionEvent) => {
        if (event !== undefined) this.handlers.onSelected?.(event);
      });
    }
    if (!this.isDisposed()) this.handlers.onDrawn?.();
  }

  /** A method, because it changes while `await` waits. */
  private isDisposed(): boolean {
    return this.disposed;
  }

  private readonly contextLost = () => {
    this.handlers.onFailure?.(new Error('The graphics context was lost.'));
  };
}

function nextPaint(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      setTimeout(resolve);
    });
  });
}

/** Sharp lines on dense screens, but no work beyond the screen's own pixels. */
function config(locale: string): Partial<Config> {
  return { ...CONFIG, locale, plotGlPixelRatio: Math.min(2, Math.max(1, window.devicePixelRatio)) };
}
