import { Button, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Token } from '@/api/types';
import { DataTable, DateTime } from '@/components/ui';
import classes from './SettingsPage.module.css';

interface TokenTableProps {
  tokens: Token[];
  onRevoke: (token: Token) => void;
}

export function TokenTable({ tokens, onRevoke }: TokenTableProps) {
  const { t } = useTranslation('settings');
  if (tokens.length === 0) return <p className={classes.intro}>{t('tokens.none')}</p>;
  return (
    <DataTable label={t('tokens.title')}>
      <thead>
        <tr>
          <th scope="col">{t('tokens.name')}</th>
          <th scope="col" data-secondary>
            {t('tokens.hint')}
          </th>
          <th scope="col" data-secondary>
            {t('tokens.createdAt')}
          </th>
          <th scope="col" data-secondary>
            {t('tokens.expiresAt')}
          </th>
          <th scope="col" data-secondary>
            {t('tokens.usedAt')}
          </th>
          <th scope="col">
            <VisuallyHidden>{t('tokens.revoke')}</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.id}>
            <th scope="row">{token.name}</th>
            <td data-secondary>
              <code>…{token.hint}</code>
            </td>
            <td data-secondary>
              <DateTime iso={token.created_at} />
            </td>
            <td data-secondary>
              {token.expires_at ? <DateTime iso={token.expires_at} absolute /> : t('tokens.never')}
            </td>
            <td data-secondary>
              {token.last_used_at ? <DateTime iso={token.last_used_at} /> : t('tokens.unused')}
            </td>
            <td data-actions>
              <Button
                size="xs"
                aria-label={t('tokens.revokeName', { name: token.name })}
                onClick={() => {
                  onRevoke(token);
                }}
              >
                {t('tokens.revoke')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}
