import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon, LinkButton } from '@/components/ui';
import { clearPicked, MOST_PICKED, usePickedRuns } from './pickedRuns';
import classes from './pick.module.css';

/** How many runs are picked, and the way to compare them; stays in sight while there are any. */
export function CompareBar() {
  const { t } = useTranslation();
  const picked = usePickedRuns();
  const count = picked.length;
  return (
    <div className={classes.bar} data-empty={count === 0} role="status">
      {count > 0 && (
        <>
          <span>
            {t('pick.count', { count })}
            {count === 1 && ` · ${t('pick.another')}`}
            {count === MOST_PICKED && ` · ${t('pick.most')}`}
          </span>
          <Button size="xs" variant="subtle" color="gray" onClick={clearPicked}>
            {t('pick.clear')}
          </Button>
          {count > 1 && (
            <LinkButton
              to="/compare"
              search={{ runs: picked.join(',') }}
              size="xs"
              variant="filled"
              leftSection={<Icon name="analyze" size={14} />}
            >
              {t('pick.compare', { count })}
            </LinkButton>
          )}
        </>
      )}
    </div>
  );
}
