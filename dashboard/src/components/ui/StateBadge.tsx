import { useTranslation } from 'react-i18next';
import type { BatchState } from '@/api/types';
import { Icon, type IconName } from './Icon';
import classes from './StateBadge.module.css';

export type ShownState = BatchState | 'cancelling';

export interface StateLook {
  icon: IconName;
  /** Which of the token colours carries the state: `var(--ok)`, `var(--oksoft)` and so on. */
  tone: 'ok' | 'run' | 'err' | 'warn' | 'idle';
}

/** How each state looks everywhere: always an icon and a word besides the colour. */
export const STATE_LOOKS: Record<ShownState, StateLook> = {
  queued: { icon: 'clock', tone: 'idle' },
  running: { icon: 'spin', tone: 'run' },
  succeeded: { icon: 'check', tone: 'ok' },
  failed: { icon: 'x', tone: 'err' },
  cancelled: { icon: 'ban', tone: 'idle' },
  cancelling: { icon: 'spin', tone: 'warn' },
  mixed: { icon: 'warn', tone: 'warn' },
};

/** What to show for a job or batch: an accepted cancel that has not taken effect is "cancelling". */
export function shownState(work: { state: BatchState; cancel_requested: boolean }): ShownState {
  const active = work.state === 'queued' || work.state === 'running';
  return active && work.cancel_requested ? 'cancelling' : work.state;
}

interface StateBadgeProps {
  state: ShownState;
  /** Replaces the state's word, e.g. by `94%` or `13 failed`. */
  text?: string;
  /** `chip` (default) has a ground of its own; `plain` is coloured text for tables. */
  variant?: 'chip' | 'plain';
}

export function StateBadge({ state, text, variant = 'chip' }: StateBadgeProps) {
  const { t } = useTranslation();
  const { icon, tone } = STATE_LOOKS[state];
  return (
    <span className={classes.badge} data-tone={tone} data-variant={variant} data-state={state}>
      <Icon name={icon} size={12} className={icon === 'spin' ? classes.spin : undefined} />
      {text ?? t(`state.${state}`)}
    </span>
  );
}
