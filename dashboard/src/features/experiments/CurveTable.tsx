import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import shared from '@/components/shared.module.css';
import { Num } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import type { Curves } from './curveFigure';
import classes from './experiments.module.css';
import { curveRows } from './curveRows';

const SHOWN_ROWS = 200;

/** The values behind the chart, folded away; of a long curve the newest steps. */
export function CurveTable({ curves, open }: { curves: Curves; open: boolean }) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  const names = Object.keys(curves);
  const rows = curveRows(curves).slice(-SHOWN_ROWS).reverse();
  return (
    <details className={`${shared.fold} ${classes.details}`} open={open || undefined}>
      <summary>{t('curve.values')}</summary>
      <Table.ScrollContainer minWidth={240} maxHeight={240}>
        <Table stickyHeader verticalSpacing={2} fz={12}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th ta="right">{t('curve.step')}</Table.Th>
              {names.map((name) => (
                <Table.Th key={name} ta="right">
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ step, values }) => (
              <Table.Tr key={step}>
                <Table.Td ta="right">{format.integer(step)}</Table.Td>
                {values.map((value, index) => (
                  <Table.Td key={names[index]} ta="right">
                    <Num value={value} digits={6} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </details>
  );
}
