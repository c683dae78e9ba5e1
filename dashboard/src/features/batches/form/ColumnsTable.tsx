import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/api/types';
import { useFormat } from '@/i18n/useFormat';
import shared from '@/components/shared.module.css';
import classes from './form.module.css';

/** The columns of the chosen dataset, folded away until they are asked for. */
export function ColumnsTable({ columns }: { columns: readonly Column[] }) {
  const { t } = useTranslation('batches');
  const format = useFormat();
  return (
    <details className={`${shared.fold} ${classes.details}`}>
      <summary>
        {t('form.columns.title')} ({format.integer(columns.length)})
      </summary>
      <Table.ScrollContainer minWidth={320} maxHeight={260}>
        <Table stickyHeader verticalSpacing={3} fz={12}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('form.columns.name')}</Table.Th>
              <Table.Th>{t('form.columns.type')}</Table.Th>
              <Table.Th ta="right">{t('form.columns.missing')}</Table.Th>
              <Table.Th ta="right">{t('form.columns.distinct')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {columns.map((column) => (
              <Table.Tr key={column.name}>
                <Table.Td>{column.name}</Table.Td>
                <Table.Td>{t(`form.dtype.${column.dtype}`)}</Table.Td>
                <Table.Td ta="right">{format.integer(column.missing)}</Table.Td>
                <Table.Td ta="right">{format.integer(column.distinct)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </details>
  );
}
