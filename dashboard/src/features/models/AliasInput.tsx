import { Autocomplete } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CHAMPION } from './AliasBadges';

const ALIAS = /^[A-Za-z][A-Za-z0-9._-]{0,63}$/;
const USUAL = [CHAMPION, 'challenger'];

/** Whether the registry takes this as an alias. */
export const isAlias = (text: string): boolean => ALIAS.test(text);

interface AliasInputProps {
  value: string;
  onChange: (value: string) => void;
  label: string;
  /** The aliases the model has, with the versions they point at. */
  aliases: Readonly<Record<string, number>>;
  /** The version that the alias is for, once it has a number. */
  version: number | null;
}

/** An alias to type or choose; says what it does to one that points elsewhere. */
export function AliasInput({ value, onChange, label, aliases, version }: AliasInputProps) {
  const { t } = useTranslation('models');
  const at = aliases[value.trim()];
  const moves = at !== undefined && at !== version;
  const wrong = value.trim() !== '' && !isAlias(value.trim());
  return (
    <Autocomplete
      label={label}
      value={value}
      onChange={onChange}
      data={[...new Set([...USUAL, ...Object.keys(aliases)])]}
      description={moves ? t('alias.moves', { alias: value.trim(), number: at }) : t('alias.hint')}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      error={wrong && t('alias.wrong')}
      comboboxProps={{ withinPortal: true, zIndex: 400 }}
    />
  );
}
