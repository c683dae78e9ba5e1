import { TextInput } from '@mantine/core';
import { Icon } from './Icon';

interface SearchFieldProps {
  label: string;
  /** What the address says when the field appears. */
  value: string;
  /** Told the text, or `undefined` once there is none. */
  onChange: (text: string | undefined) => void;
  className?: string;
}

/** Finds things of a list by text that is kept in the address. */
export function SearchField({ label, value, onChange, className }: SearchFieldProps) {
  return (
    <TextInput
      type="search"
      size="xs"
      className={className}
      aria-label={label}
      placeholder={label}
      leftSection={<Icon name="search" size={14} />}
      // A navigation is slower than typing: a value that came back from it would swallow letters.
      defaultValue={value}
      onChange={(event) => {
        onChange(event.currentTarget.value || undefined);
      }}
    />
  );
}
