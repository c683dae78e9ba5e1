import { Menu, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/ui';
import type { Axis } from '../axis';
import type { AxisView, ScaleKind } from '../types';
import classes from './plot.module.css';

export interface AxisActions {
  onChange: (name: string, change: Partial<AxisView>) => void;
  onMove: (name: string, by: -1 | 1) => void;
  onHide: (name: string) => void;
  onAskRange: (name: string) => void;
  onClearBrush: (name: string) => void;
}

interface AxisHeaderProps {
  axis: Axis;
  x: number;
  /** Widest it may be, in px. */
  room: number;
  active: boolean;
  brushed: boolean;
  first: boolean;
  /** The last place before the objective. */
  last: boolean;
  actions: AxisActions;
  onFocus: () => void;
}

/** Name and scale of an axis; opens the menu with everything that can be done to it. */
export function AxisHeader(props: AxisHeaderProps) {
  const { axis, x, room, active, onFocus } = props;
  const { t } = useTranslation('compare');
  const [opened, setOpened] = useState(false);
  const { label: name, role, unit } = axis.column;
  const kind = t(`scale.${axis.scale.kind}`);
  const scale = role === 'metric' && unit !== null ? `${unit} · ${kind}` : kind;
  const arrow = axis.direction === 'maximize' ? '↑' : '↓';
  const detail = axis.objective ? `${t('axis.objective')} ${arrow}` : scale;
  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      position="bottom"
      withinPortal
      shadow="md"
      zIndex={310}
    >
      <Menu.Target>
        <button
          type="button"
          className={classes.header}
          style={{ left: x, '--room': `${room}px` } as React.CSSProperties}
          data-axis-header={axis.column.name}
          data-active={active}
          data-objective={axis.objective}
          data-expanded={opened}
          title={name}
          onFocus={onFocus}
        >
          <span className={classes.name}>{name}</span>
          <span className={classes.scale}>
            {detail}
            <Icon name="caret" size={10} />
          </span>
          <VisuallyHidden>{t('axis.menu')}</VisuallyHidden>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <AxisMenu {...props} />
      </Menu.Dropdown>
    </Menu>
  );
}

function AxisMenu({ axis, brushed, first, last, actions }: AxisHeaderProps) {
  const { t } = useTranslation('compare');
  const { name } = axis.column;
  const scales: ScaleKind[] =
    axis.column.type === 'number' ? ['linear', 'log', 'category'] : ['category'];
  return (
    <>
      <Menu.Label>{t('axis.scale')}</Menu.Label>
      {scales.map((scale) => (
        <Menu.Item
          key={scale}
          disabled={scale === 'log' && !axis.canLog}
          leftSection={<Tick shown={axis.scale.kind === scale} />}
          aria-current={axis.scale.kind === scale}
          onClick={() => {
            actions.onChange(name, { scale });
          }}
        >
          {t(`scale.${scale}`)}
          {scale === 'log' && !axis.canLog && ` · ${t('axis.noLog')}`}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item
        leftSection={<Tick shown={axis.inverted} />}
        onClick={() => {
          actions.onChange(name, { invert: !axis.inverted });
        }}
      >
        {t('axis.invert')}
      </Menu.Item>
      {axis.canClip && (
        <Menu.Item
          leftSection={<Tick shown={axis.clipped > 0} />}
          onClick={() => {
            actions.onChange(name, { clip: axis.clipped === 0 });
          }}
        >
          {t('axis.clip')}
        </Menu.Item>
      )}
      <RangeItems name={name} brushed={brushed} actions={actions} />
      {!axis.objective && <PlaceItems name={name} first={first} last={last} actions={actions} />}
    </>
  );
}

function RangeItems({
  name,
  brushed,
  actions,
}: { name: string } & Pick<AxisHeaderProps, 'brushed' | 'actions'>) {
  const { t } = useTranslation('compare');
  return (
    <>
      <Menu.Divider />
      <Menu.Item
        leftSection={<Icon name="filter" size={14} />}
        rightSection={<kbd>b</kbd>}
        onClick={() => {
          actions.onAskRange(name);
        }}
      >
        {t('axis.typeRange')}
      </Menu.Item>
      {brushed && (
        <Menu.Item
          leftSection={<Icon name="x" size={14} />}
          rightSection={<kbd>⌫</kbd>}
          onClick={() => {
            actions.onClearBrush(name);
          }}
        >
          {t('axis.clearRange')}
        </Menu.Item>
      )}
    </>
  );
}

type PlaceProps = { name: string } & Pick<AxisHeaderProps, 'first' | 'last' | 'actions'>;

function PlaceItems({ name, first, last, actions }: PlaceProps) {
  const { t } = useTranslation('compare');
  return (
    <>
      <Menu.Divider />
      <Menu.Item
        disabled={first}
        leftSection={<Icon name="left" size={14} />}
        rightSection={<kbd>⇧ [</kbd>}
        onClick={() => {
          actions.onMove(name, -1);
        }}
      >
        {t('axis.moveLeft')}
      </Menu.Item>
      <Menu.Item
        disabled={last}
        leftSection={<Icon name="right" size={14} />}
        rightSection={<kbd>⇧ ]</kbd>}
        onClick={() => {
          actions.onMove(name, 1);
        }}
      >
        {t('axis.moveRight')}
      </Menu.Item>
      <Menu.Item
        leftSection={<Icon name="minus" size={14} />}
        onClick={() => {
          actions.onHide(name);
        }}
      >
        {t('axis.hide')}
      </Menu.Item>
    </>
  );
}

function Tick({ shown }: { shown: boolean }) {
  return shown ? <Icon name="check" size={14} /> : <span style={{ width: 14 }} />;
}
