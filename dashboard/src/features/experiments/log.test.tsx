import { MantineProvider } from '@mantine/core';
import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { makeEvent, makeRunning } from './fixtures';
import { LogCard } from './LogCard';
import { appendEvents, EMPTY_RUN_LOG, type RunLog } from './runLog';

const LINE = 20;
const HEIGHT = 200;

/** jsdom lays nothing out: the log is 200 px high, its content 20 px a line. */
beforeEach(() => {
  const layout: Record<string, (element: HTMLElement) => number> = {
    clientHeight: () => HEIGHT,
    offsetHeight: (element) => (element.getAttribute('role') === 'log' ? HEIGHT : LINE),
    offsetWidth: () => 600,
    scrollHeight: ({ firstElementChild: inner }) =>
      inner instanceof HTMLElement ? Number.parseFloat(inner.style.height) : 0,
  };
  for (const [name, measure] of Object.entries(layout)) {
    Object.defineProperty(HTMLElement.prototype, name, {
      configurable: true,
      get(this: HTMLElement) {
        return measure(this);
      },
    });
  }
});

const withLines = (count: number): RunLog =>
  appendEvents(
    EMPTY_RUN_LOG,
    Array.from({ length: count }, (_, index) =>
      makeEvent(index + 1, { type: 'log', data: { level: 'info', message: `line ${index + 1}` } }),
    ),
  );

function show(count: number) {
  const ui = (lines: number) => (
    <MantineProvider>
      <LogCard run={makeRunning()} log={withLines(lines)} />
    </MantineProvider>
  );
  const view = render(ui(count));
  const more = (lines: number) => {
    view.rerender(ui(lines));
  };
  return { log: screen.getByRole('log'), more };
}

function scrollTo(log: HTMLElement, top: number) {
  log.scrollTop = top;
  fireEvent.scroll(log);
}

it('draws only the lines in view of a long log', () => {
  const { log } = show(10_000);
  expect(log.querySelectorAll('time').length).toBeLessThan(100);
  expect(screen.getByText('10,000 lines')).toBeVisible();
});

it('follows the end while the reader is within 48 px of it', () => {
  const { log, more } = show(100);
  expect(log.scrollTop).toBe(100 * LINE);
  scrollTo(log, 100 * LINE - HEIGHT - 48);
  more(110);
  expect(log.scrollTop).toBe(110 * LINE);
});

it('leaves a reader further up alone and offers the way back', async () => {
  const { log, more } = show(100);
  scrollTo(log, 100 * LINE - HEIGHT - 49);
  const place = log.scrollTop;
  more(103);
  expect(log.scrollTop).toBe(place);
  await userEvent.click(screen.getByRole('button', { name: '3 new lines' }));
  expect(log.scrollTop).toBe(103 * LINE);
  expect(screen.queryByRole('button', { name: /new line/ })).not.toBeInTheDocument();
});

it('says where a new attempt begins', () => {
  const first = makeEvent(1, { type: 'log', data: { level: 'info', message: 'first' } });
  const again = makeEvent(1, { type: 'log', data: { level: 'info', message: 'again' } }, 2);
  render(
    <MantineProvider>
      <LogCard run={makeRunning()} log={appendEvents(EMPTY_RUN_LOG, [first, again])} />
    </MantineProvider>,
  );
  expect(screen.getByText('Attempt 2')).toBeVisible();
});

it('without lines says whether any are still to come', () => {
  render(
    <MantineProvider>
      <LogCard run={makeRunning()} log={EMPTY_RUN_LOG} />
    </MantineProvider>,
  );
  expect(screen.getByText('Nothing logged yet.')).toBeVisible();
});
