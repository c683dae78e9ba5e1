import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DragTool } from './figures/frame';
import type { ErrorModel } from './useErrorModel';

/** Whether dragging draws a box or a lasso; not where dragging scrolls the page. */
export function DragToolControl({ model }: { model: ErrorModel }) {
  const { t } = useTranslation('errors');
  const { look, tool, onTool } = model;
  if (!look.drag) return null;
  return (
    <SegmentedControl<DragTool>
      size="xs"
      aria-label={t('tool.label')}
      data={[
        { value: 'select', label: t('tool.box') },
        { value: 'lasso', label: t('tool.lasso') },
      ]}
      value={tool}
      onChange={onTool}
    />
  );
}
