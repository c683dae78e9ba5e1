import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { resultUrl, type ResultFormat } from '@/api/queries/predictions';
import type { PredictionItem } from '@/api/types';
import { Icon } from '@/components/ui';

const FORMATS: { format: ResultFormat; label: string }[] = [
  { format: 'csv', label: 'CSV' },
  { format: 'parquet', label: 'Parquet' },
  { format: 'json', label: 'JSON' },
];

/** Every row that is done, as a file. */
export function DownloadMenu({ prediction }: { prediction: PredictionItem }) {
  const { t } = useTranslation('predictions');
  const { id, name, rows_done: done, row_count: count } = prediction;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          variant="filled"
          disabled={done === 0}
          title={done === 0 ? t('download.none') : undefined}
          leftSection={<Icon name="download" size={14} />}
        >
          {t('download.action')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {done < count ? t('download.partial', { done, count }) : t('download.rows', { done })}
        </Menu.Label>
        {FORMATS.map(({ format, label }) => (
          <Menu.Item
            key={format}
            component="a"
            href={resultUrl(id, format)}
            download={`${name.replaceAll(/[\\/:*?"<>|]/g, '_')}.${format}`}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
