import { useTranslation } from 'react-i18next';
import { useConfigForm } from '../configFormContext';
import type { ConfigField } from '../schema';
import classes from './rjsf.module.css';
import { useChoiceText } from './useChoiceText';

const SHOWN_CHIPS = 24;

/** The values that were read, literal, so that 0,01 shows as the 0.01 it became. */
export function SweepValues({ field }: { field: ConfigField }) {
  const { t } = useTranslation('batches');
  const text = useChoiceText();
  const { resolved } = useConfigForm();
  const { values = [], duplicates = [], axis } = resolved[field.name] ?? {};
  if (values.length === 0) return null;
  // A long range is counted, not written out.
  const count = axis?.count ?? values.length;
  const hidden = count - Math.min(values.length, SHOWN_CHIPS);
  return (
    <>
      <div className={classes.chips}>
        {values.slice(0, SHOWN_CHIPS).map((value) => (
          <code key={JSON.stringify(value)} className={classes.chip}>
            {text(value)}
          </code>
        ))}
        <span className={classes.count}>
          {hidden > 0 && `${t('form.sweep.more', { count: hidden })} · `}
          {t('form.sweep.values', { count })}
        </span>
      </div>
      {duplicates.length > 0 && (
        <p className={classes.help}>
          {t('form.sweep.duplicates', { values: [...new Set(duplicates)].map(text).join(', ') })}
        </p>
      )}
    </>
  );
}
