import { Button, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { TagsInput } from '@/components/labels';
import { Card, ErrorState, Icon } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { SpaceValues } from '../SpaceValues';
import classes from './form.module.css';
import { MAX_RUNS, productText, type Axis } from './grid';
import type { ConfigField } from './schema';
import { PlanNotes } from './PlanNotes';
import type { BatchDraftState } from './useBatchDraft';
import type { BatchPlan } from './useBatchPlan';

interface SummaryPanelProps {
  state: BatchDraftState;
  plan: BatchPlan;
  fields: ReadonlyMap<string, ConfigField>;
  suggestedName: string;
  inputErrors: { name: string | undefined; seed: string | undefined };
  /** How many inputs are wrong, counted once the user tried to start. */
  wrongInputs: number;
  /** How many runs the server would make, where it was asked and says otherwise. */
  serverCount: number | null;
  pending: boolean;
  /** Why the start failed, beside what is shown at the inputs. */
  failure: unknown;
  onStart: () => void;
}

/** What will run, counted as the form changes, and the button that starts it. */
export function SummaryPanel(props: SummaryPanelProps) {
  const { state, plan, fields, suggestedName, inputErrors, pending, failure, onStart } = props;
  const { draft, problems, change } = state;
  const { t } = useTranslation('batches');
  const sampled = plan.combinations !== null;
  const startText = () => {
    if (plan.axes.length === 0) return t('form.summary.startOne');
    if (plan.runs === 0) return t('form.summary.startAny');
    return t('form.summary.start', { runs: t('runs', { count: plan.runs }) });
  };
  return (
    <Card className={classes.summary} aria-labelledby="form-summary">
      <h2 id="form-summary">{t('form.summary.title')}</h2>
      <RunCount plan={plan} />
      <PlanNotes draft={draft} plan={plan} />
      <AxisList axes={plan.axes} fields={fields} />
      <TextInput
        label={t('form.name')}
        placeholder={suggestedName}
        value={draft.name}
        error={[inputErrors.name, ...(problems.inputs.name ?? [])].filter(Boolean).join(' ')}
        onChange={(event) => {
          change({ name: event.currentTarget.value }, ['name']);
        }}
      />
      <TagsInput
        kind={plan.axes.length === 0 ? 'experiment' : 'batch'}
        value={draft}
        error={problems.inputs.tags?.join(' ')}
        onChange={(part) => {
          change(part, ['tags']);
        }}
      />
      <TextInput
        label={t('form.seed')}
        description={sampled ? t('form.seedHintSampled') : t('form.seedHint')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        inputMode="numeric"
        value={draft.seed}
        error={[inputErrors.seed, ...(problems.inputs.seed ?? [])].filter(Boolean).join(' ')}
        onChange={(event) => {
          change({ seed: event.currentTarget.value }, ['seed']);
        }}
      />
      <Problems {...props} />
      {failure !== null && <ErrorState error={failure} title={t('form.summary.failed')} />}
      <Button
        variant="filled"
        fullWidth
        loading={pending}
        disabled={plan.tooMany}
        leftSection={<Icon name="arrow" size={14} />}
        onClick={onStart}
      >
        {startText()}
      </Button>
    </Card>
  );
}

/** "4 × 3 × 2 = 24 runs", or why there is no number. */
function RunCount({ plan }: { plan: BatchPlan }) {
  const { t } = useTranslation('batches');
  const format = useFormat();
  const runs = t('runs', { count: plan.runs });
  const product = productText(plan.axes, format.integer);
  const text = () => {
    if (plan.axes.length === 0) return t('form.summary.single');
    if (plan.runs === 0) return t('form.summary.unreadable');
    if (plan.combinations !== null) {
      return t('form.summary.sampled', { runs, count: plan.axes.length });
    }
    return product ? t('form.summary.product', { product, runs }) : runs;
  };
  const counted = plan.axes.length > 0 && plan.runs > 0;
  return (
    <div role="status">
      <p className={counted ? classes.count : classes.note}>{text()}</p>
      {plan.tooMany && (
        <p className={classes.refusal}>
          <Icon name="warn" size={14} />
          {t('form.summary.tooMany', { runs, limit: format.integer(MAX_RUNS) })}
        </p>
      )}
    </div>
  );
}

const SHOWN_VALUES = 6;

function AxisList({ axes, fields }: { axes: Axis[]; fields: ReadonlyMap<string, ConfigField> }) {
  if (axes.length === 0) return null;
  return (
    <dl className={classes.axes}>
      {axes.map(({ name, spec }) => (
        <div key={name}>
          <dt>{fields.get(name)?.title ?? name}</dt>
          <dd>
            <SpaceValues spec={spec} most={SHOWN_VALUES} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What keeps the batch from starting, beyond the messages at the inputs. */
function Problems({ state, wrongInputs, serverCount }: SummaryPanelProps) {
  const { t } = useTranslation('batches');
  const lines = [
    ...(wrongInputs > 0 ? [t('form.summary.fix', { count: wrongInputs })] : []),
    ...(serverCount === null
      ? []
      : [t('form.summary.disagrees', { runs: t('runs', { count: serverCount }) })]),
    ...state.problems.form,
  ];
  if (lines.length === 0) return null;
  return (
    <ul role="alert" className={classes.problems}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
