import { useTranslation } from 'react-i18next';
import { togglePicked, useIsPicked } from './pickedRuns';
import classes from './pick.module.css';

/** Picks a run to be compared with others, of other batches too. */
export function PickBox({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  return (
    <label className={classes.box}>
      <input
        type="checkbox"
        checked={useIsPicked(id)}
        aria-label={t('pick.run', { name })}
        onChange={() => {
          togglePicked(id);
        }}
      />
    </label>
  );
}
