import Form from '@rjsf/core';
import type { ErrorSchema, RJSFSchema } from '@rjsf/utils';
import { useMemo } from 'react';
import { ConfigFormContext, type ConfigFormState } from './configFormContext';
import { FieldTemplate } from './rjsf/FieldTemplate';
import { ListField } from './rjsf/ListField';
import { ObjectFieldTemplate } from './rjsf/ObjectFieldTemplate';
import { ScalarField } from './rjsf/ScalarField';
import { createValidator } from './validator';

const FIELDS = {
  NumberField: ScalarField,
  StringField: ScalarField,
  BooleanField: ScalarField,
  ArrayField: ListField,
};

const TEMPLATES = { FieldTemplate, ObjectFieldTemplate };

// rjsf validates on submit only, which never happens here: the page finds the errors, as its button
// needs them too. rjsf asks this one whether a branch of an `anyOf` fits, which takes no words.
const VALIDATOR = createValidator(({ keyword }) => keyword);

interface ConfigFormProps extends ConfigFormState {
  /** A schema made by `prepareSchema`. */
  schema: RJSFSchema;
  config: Record<string, unknown>;
  onChange: (config: Record<string, unknown>) => void;
  /** Messages by parameter, nested as the values are. */
  errors: ErrorSchema;
}

/** The parameters of a pipeline, made from its JSON Schema; scalar ones can be swept. */
export function ConfigForm({ schema, config, onChange, errors, ...state }: ConfigFormProps) {
  const { fields, strategy, sweeps, resolved, columnNames } = state;
  const { startSweep, stopSweep, changeSweep } = state;
  const shared = useMemo(
    () => ({
      fields,
      strategy,
      sweeps,
      resolved,
      startSweep,
      stopSweep,
      changeSweep,
      columnNames,
    }),
    [fields, strategy, sweeps, resolved, startSweep, stopSweep, changeSweep, columnNames],
  );
  return (
    <ConfigFormContext value={shared}>
      <Form
        tagName="div"
        idPrefix="config"
        schema={schema}
        formData={config}
        validator={VALIDATOR}
        fields={FIELDS}
        templates={TEMPLATES}
        extraErrors={errors}
        showErrorList={false}
        onChange={(event) => {
          onChange((event.formData ?? {}) as Record<string, unknown>);
        }}
      >
        {/* Children take the place of rjsf's own submit button. */}
        <></>
      </Form>
    </ConfigFormContext>
  );
}
