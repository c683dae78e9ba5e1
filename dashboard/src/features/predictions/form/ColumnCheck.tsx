import { useTranslation } from 'react-i18next';
import shared from '@/components/shared.module.css';
import { DataTable, Icon } from '@/components/ui';
import classes from '../predictions.module.css';
import type { ColumnMatch } from './columnCheck';

interface ColumnCheckProps {
  matches: readonly ColumnMatch[];
  extra: readonly string[];
}

const ICONS = { fits: 'check', missing: 'x', differs: 'warn' } as const;
const SHOWN_EXTRA = 8;

/** Column by column: whether the dataset has what the model reads. */
export function ColumnCheck({ matches, extra }: ColumnCheckProps) {
  const { t } = useTranslation('predictions');
  const bad = matches.filter(({ verdict }) => verdict !== 'fits');
  return (
    <section aria-label={t('check.title')}>
      <p className={classes.checkTitle} role="status">
        {bad.length === 0
          ? t('check.allFit', { count: matches.length })
          : t('check.someDont', { bad: bad.length, count: matches.length })}
      </p>
      <details className={`${shared.fold} ${classes.fold}`} open={bad.length > 0}>
        <summary>{t('check.columns')}</summary>
        <DataTable label={t('check.title')}>
          <thead>
            <tr>
              <th scope="col">{t('check.column')}</th>
              <th scope="col">{t('check.verdict')}</th>
            </tr>
          </thead>
          <tbody>
            {[...bad, ...matches.filter(({ verdict }) => verdict === 'fits')].map((match) => (
              <tr key={match.input.name}>
                <th scope="row">
                  <code>{match.input.name}</code>
                </th>
                <td className={classes.verdict} data-verdict={match.verdict}>
                  <Icon name={ICONS[match.verdict]} size={13} /> <Verdict match={match} />
                </td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      </details>
      {extra.length > 0 && (
        <p className={shared.quiet}>
          {t('check.extra', {
            names: extra.slice(0, SHOWN_EXTRA).join(', '),
            more: Math.max(0, extra.length - SHOWN_EXTRA),
          })}
        </p>
      )}
    </section>
  );
}

function Verdict({ match: { input, found, verdict, message } }: { match: ColumnMatch }) {
  const { t } = useTranslation('predictions');
  const reads = t(`dtype.${input.dtype}`);
  if (verdict === 'differs' && found !== null) {
    return (
      <span>
        {t('check.differs', { reads, found: t(`dtype.${found}`) })}
        {message !== null && (
          <small lang="en" className={classes.said}>
            {message}
          </small>
        )}
      </span>
    );
  }
  return <span>{verdict === 'missing' ? t('check.missing', { reads }) : t('check.fits')}</span>;
}
