import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Prediction, ResultRow } from '@/api/types';
import { DataTable, NoValue } from '@/components/ui';
import { useCellFormat } from './useCellFormat';

const SHOWN_ROWS = 12;

const isNumeric = (rows: readonly ResultRow[], column: string): boolean =>
  rows.some((row) => typeof row[column] === 'number');

/** The first rows of a result, columns named as in its files. */
export function ResultTable({ prediction }: { prediction: Prediction }) {
  const { t } = useTranslation('predictions');
  const cell = useCellFormat();
  const [all, setAll] = useState(false);
  const { columns, preview } = prediction;
  const numeric = new Map(columns.map((column) => [column, isNumeric(preview, column)]));
  return (
    <>
      <DataTable label={t('result.label')}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" data-numeric={numeric.get(column) ? true : undefined}>
                <code>{column}</code>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(all ? preview : preview.slice(0, SHOWN_ROWS)).map((row, index) => (
            <tr key={index}>
              {columns.map((column) => (
                <td key={column} data-numeric={numeric.get(column) ? true : undefined}>
                  {cell(column, row[column]) ?? <NoValue />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </DataTable>
      {!all && preview.length > SHOWN_ROWS && (
        <Button
          size="xs"
          mt={8}
          onClick={() => {
            setAll(true);
          }}
        >
          {t('result.more', { count: preview.length })}
        </Button>
      )}
    </>
  );
}
