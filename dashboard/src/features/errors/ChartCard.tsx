import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Figure, PlotHandlers } from '@/charts/PlotHost';
import { Plot } from '@/charts/Plot';
import { Card } from '@/components/ui';
import classes from './errors.module.css';

interface ChartCardProps extends Pick<PlotHandlers, 'onClick' | 'onSelected'> {
  title: string;
  /** A few words beside the title: units, what a line means. */
  note?: string;
  figure: Figure;
  /** The chart in words. */
  summary: string;
  /** In place of a chart that has nothing to draw. */
  empty?: string | null;
  /** Controls beside the title. */
  control?: ReactNode;
  /** The way to filter without a pointer, and the values. */
  children?: ReactNode;
}

/** One chart with its title; told in words where it can't be drawn. */
export function ChartCard(props: ChartCardProps) {
  const { title, note, figure, summary, empty, control, children, onClick, onSelected } = props;
  const { t } = useTranslation('errors');
  const [failed, setFailed] = useState(false);
  return (
    <Card aria-label={title} className={classes.card}>
      <div className={classes.head}>
        <h2>
          {title} {note !== undefined && <small>{note}</small>}
        </h2>
        {control}
      </div>
      {empty ? (
        <p className={classes.quiet}>{empty}</p>
      ) : failed ? (
        <p className={classes.quiet}>
          {t('chartFailed')} {summary}
        </p>
      ) : (
        <Plot
          figure={figure}
          label={summary}
          className={classes.chart}
          onClick={onClick}
          onSelected={onSelected}
          onFailure={() => {
            setFailed(true);
          }}
        />
      )}
      {children}
    </Card>
  );
}
