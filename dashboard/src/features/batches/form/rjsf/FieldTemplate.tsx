import { Input, Switch } from '@mantine/core';
import type { FieldTemplateProps } from '@rjsf/utils';
import { useTranslation } from 'react-i18next';
import { useConfigForm } from '../configFormContext';
import type { ConfigField } from '../schema';
import { boundsText } from './bounds';
import { ErrorList } from './ErrorList';
import classes from './rjsf.module.css';
import { SweepInput } from './SweepInput';

/** One parameter: label, sweep switch, input (or the sweep's), description, errors. */
export function FieldTemplate(props: FieldTemplateProps) {
  const {
    id,
    label,
    children,
    rawErrors = [],
    rawDescription,
    schema,
    hidden,
    fieldPathId,
  } = props;
  const { fields, sweeps } = useConfigForm();
  if (hidden) return <div hidden>{children}</div>;
  // An object draws its own frame around the fields it is made of.
  if (schema.type === 'object') return children;

  const field = fieldPathId.path.length === 1 ? fields.get(String(fieldPathId.path[0])) : undefined;
  const swept = field !== undefined && sweeps[field.name] !== undefined;
  const bounds = boundsText(schema);
  return (
    <div className={classes.field} data-swept={swept || undefined}>
      <div className={classes.labelRow}>
        {swept ? (
          <span className={classes.label}>{label}</span>
        ) : (
          <label className={classes.label} htmlFor={id} id={`${id}__label`}>
            {label}
          </label>
        )}
        {field?.sweepable && <SweepSwitch field={field} swept={swept} />}
      </div>
      <Input.Wrapper
        id={id}
        inputWrapperOrder={['input', 'error', 'description']}
        error={rawErrors.length > 0 && <ErrorList errors={rawErrors} />}
        errorProps={{ component: 'div' }}
        description={
          <>
            {rawDescription} {bounds && <span className={classes.bounds}>{bounds}</span>}
          </>
        }
      >
        {swept ? <SweepInput field={field} /> : children}
      </Input.Wrapper>
    </div>
  );
}

function SweepSwitch({ field, swept }: { field: ConfigField; swept: boolean }) {
  const { t } = useTranslation('batches');
  const { startSweep, stopSweep } = useConfigForm();
  return (
    <Switch
      size="xs"
      labelPosition="left"
      label={t('form.sweep.toggle')}
      aria-label={t('form.sweep.toggleName', { name: field.title })}
      checked={swept}
      onChange={() => {
        if (swept) stopSweep(field.name);
        else startSweep(field);
      }}
    />
  );
}
