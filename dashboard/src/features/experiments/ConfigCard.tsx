import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Experiment } from '@/api/types';
import { Card, Literal } from '@/components/ui';
import { CopyButton } from './CopyButton';
import classes from './experiments.module.css';

/** The run's parameters; those that differ between the runs of its batch come first, marked. */
export function ConfigCard({ run }: { run: Experiment }) {
  const { t } = useTranslation('experiments');
  const swept = new Set(Object.keys(run.params));
  const entries = Object.entries(run.config);
  const ordered = [
    ...entries.filter(([name]) => swept.has(name)),
    ...entries.filter(([name]) => !swept.has(name)),
  ];
  return (
    <Card aria-labelledby="run-config">
      <div className={classes.cardHead}>
        <h2 id="run-config">{t('config.title')}</h2>
        <CopyButton label={t('config.copy')} text={() => JSON.stringify(run.config, null, 2)} />
      </div>
      <Table.ScrollContainer minWidth={240} type="native">
        <Table verticalSpacing={4} fz={13}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('config.parameter')}</Table.Th>
              <Table.Th ta="right">{t('config.value')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {ordered.map(([name, value]) => (
              <Table.Tr
                key={name}
                data-swept={swept.has(name) || undefined}
                className={classes.param}
              >
                <Table.Td>
                  {name}
                  {swept.has(name) && (
                    <span className={classes.tag} title={t('config.sweptHint')}>
                      {t('config.swept')}
                    </span>
                  )}
                </Table.Td>
                <Table.Td ta="right">
                  <Literal value={value} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}
