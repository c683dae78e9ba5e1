import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { LinkProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { batchesByName, datasetsByName, modelsByName, runsByName } from '@/api/queries/search';
import type { IconName } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { SECTIONS } from '../navigation';

export interface PaletteItem {
  key: string;
  group: 'pages' | 'batches' | 'runs' | 'models' | 'datasets';
  icon: IconName;
  label: string;
  link: Pick<LinkProps, 'to' | 'params'>;
}

const SETTLED_MS = 150;

/** What the palette offers for a text: pages at once, the rest as the server answers. */
export function usePaletteItems(text: string) {
  const { t } = useTranslation();
  const { language } = useFormat();
  const [settled] = useDebouncedValue(text.trim(), SETTLED_MS);
  const asked = settled !== '';
  const options = { enabled: asked, placeholderData: keepPreviousData };
  const batches = useQuery({ ...batchesByName(settled), ...options });
  const runs = useQuery({ ...runsByName(settled), ...options });
  const models = useQuery({ ...modelsByName(settled), ...options });
  const datasets = useQuery({ ...datasetsByName(settled), ...options });

  const asking = [batches, runs, models, datasets];

  const lower = (value: string) => value.toLocaleLowerCase(language);
  const fits = (label: string) => lower(label).includes(lower(text.trim()));
  const pages: PaletteItem[] = [
    ...SECTIONS.map(({ key, to, icon }): PaletteItem => ({
      key: to,
      group: 'pages',
      icon,
      label: t(`nav.${key}`),
      link: { to },
    })),
    {
      key: 'predictions',
      group: 'pages',
      icon: 'analyze',
      label: t('nav.predictions'),
      link: { to: '/predictions' },
    },
    {
      key: 'new',
      group: 'pages',
      icon: 'plus',
      label: t('shortcuts.does.newBatch'),
      link: { to: '/batches/new' },
    },
  ];
  const named: PaletteItem[] = asked
    ? [
        ...(batches.data?.items ?? []).map(({ id, name }): PaletteItem => ({
          key: id,
          group: 'batches',
          icon: 'batch',
          label: name,
          link: { to: '/batches/$id', params: { id } },
        })),
        ...(runs.data?.items ?? []).map(({ id, name }): PaletteItem => ({
          key: id,
          group: 'runs',
          icon: 'runs',
          label: name,
          link: { to: '/experiments/$id', params: { id } },
        })),
        ...(models.data?.items ?? []).map(({ name }): PaletteItem => ({
          key: `model ${name}`,
          group: 'models',
          icon: 'model',
          label: name,
          link: { to: '/models/$name', params: { name } },
        })),
        ...(datasets.data?.items ?? []).map(({ id, name }): PaletteItem => ({
          key: id,
          group: 'datasets',
          icon: 'dataset',
          label: name,
          link: { to: '/datasets/$id', params: { id } },
        })),
      ]
    : [];
  return {
    items: [...pages.filter(({ label }) => fits(label)), ...named],
    pending: text.trim() !== settled || asking.some(({ isFetching }) => isFetching),
    error: asking.find(({ error }) => error !== null)?.error ?? null,
  };
}
