import { Button, Table } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts, NoValue, Num } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { shapeOf, type DetailShape, type Scalar } from './detailShape';
import classes from './experiments.module.css';
import { useDetailLabel } from './useDetailLabel';

const SHOWN_ROWS = 12;
const SHOWN_VALUES = 12;

/** Shares of one that people read as percentages. */
const PERCENTAGES = new Set(['level', 'coverage']);

interface DetailValueProps {
  name: string;
  value: unknown;
  /** How many levels of groups may follow. */
  depth?: number;
}

/** One value of a run's details, by its shape. */
export function DetailValue({ name, value, depth = 2 }: DetailValueProps) {
  const format = useFormat();
  const shape = shapeOf(value, depth);
  switch (shape.kind) {
    case 'scalar':
      return <ScalarValue name={name} value={shape.value} />;
    case 'list':
      return <List name={name} values={shape.values} />;
    case 'table':
      return <Rows shape={shape} />;
    case 'group':
      return <Group entries={shape.entries} depth={depth - 1} />;
    case 'json':
      return <code>{format.literal(shape.value)}</code>;
  }
}

function ScalarValue({ name, value }: { name: string; value: Scalar }) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  if (value === null) return <NoValue />;
  if (typeof value === 'boolean') return <>{value ? t('details.yes') : t('details.no')}</>;
  if (typeof value === 'string') return <>{value}</>;
  if (PERCENTAGES.has(name)) return <>{format.percent(value, 1)}</>;
  return <Num value={value} digits={5} />;
}

function List({ name, values }: { name: string; values: Scalar[] }) {
  const { t } = useTranslation('experiments');
  const hidden = values.length - SHOWN_VALUES;
  if (values.length === 0) return <NoValue />;
  return (
    <>
      {values.slice(0, SHOWN_VALUES).map((value, index) => (
        <span key={index}>
          {index > 0 && ' · '}
          <ScalarValue name={name} value={value} />
        </span>
      ))}
      {hidden > 0 && ` ${t('details.more', { count: hidden })}`}
    </>
  );
}

function Group({ entries, depth }: { entries: [string, unknown][]; depth: number }) {
  const label = useDetailLabel();
  if (entries.length === 0) return <NoValue />;
  return (
    <Facts
      className={classes.facts}
      rows={entries.map(([name, value]) => [
        label(name),
        <DetailValue key={name} name={name} value={value} depth={depth} />,
      ])}
    />
  );
}

function Rows({ shape }: { shape: Extract<DetailShape, { kind: 'table' }> }) {
  const { t } = useTranslation('experiments');
  const label = useDetailLabel();
  const [all, setAll] = useState(false);
  const { columns, rows } = shape;
  const numeric = (column: string) =>
    rows.every((row) => row[column] === null || typeof row[column] === 'number');
  return (
    <>
      <Table.ScrollContainer minWidth={200} type="native">
        <Table verticalSpacing={3} fz={13}>
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Table.Th key={column} ta={numeric(column) ? 'right' : undefined}>
                  {label(column)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {(all ? rows : rows.slice(0, SHOWN_ROWS)).map((row, index) => (
              <Table.Tr key={index}>
                {columns.map((column) => (
                  <Table.Td key={column} ta={numeric(column) ? 'right' : undefined}>
                    <ScalarValue name={column} value={(row[column] ?? null) as Scalar} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {!all && rows.length > SHOWN_ROWS && (
        <Button
          size="xs"
          onClick={() => {
            setAll(true);
          }}
        >
          {t('details.showAll', { count: rows.length })}
        </Button>
      )}
    </>
  );
}
