import { Button, Select, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { ErrorState } from '@/components/ui';
import classes from './SettingsPage.module.css';

interface AddFormProps<Choice extends string> {
  name: { label: string; placeholder?: string };
  choice: {
    label: string;
    /** What is chosen at first. */
    initial: Choice;
    data: { value: Choice; label: string }[];
  };
  /** What the button says. */
  action: string;
  /** The mutation behind the button. */
  adding: { isPending: boolean; isError: boolean; error: unknown };
  /** Calls `clear` once the thing is made, for the next one's name. */
  onAdd: (name: string, choice: Choice, clear: () => void) => void;
}

/** A line that makes something of a name and one choice, and says why it could not. */
export function AddForm<Choice extends string>(props: AddFormProps<Choice>) {
  const { name: text, choice, action, adding, onAdd } = props;
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState(choice.initial);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onAdd(name.trim(), chosen, () => {
      setName('');
    });
  };
  return (
    <form onSubmit={submit}>
      <div className={classes.row}>
        <TextInput
          {...text}
          required
          maxLength={64}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <Select
          label={choice.label}
          allowDeselect={false}
          value={chosen}
          data={choice.data}
          onChange={(value) => {
            setChosen(choice.data.find((one) => one.value === value)?.value ?? choice.initial);
          }}
        />
        <Button type="submit" loading={adding.isPending}>
          {action}
        </Button>
      </div>
      {adding.isError && <ErrorState error={adding.error} />}
    </form>
  );
}
