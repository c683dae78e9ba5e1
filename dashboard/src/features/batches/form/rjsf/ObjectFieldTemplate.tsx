import type { ObjectFieldTemplateProps } from '@rjsf/utils';
import classes from './rjsf.module.css';

/** The parameters side by side; a group inside them gets a frame with its name. */
export function ObjectFieldTemplate(props: ObjectFieldTemplateProps) {
  const { properties, title, description, fieldPathId } = props;
  const grid = (
    <div className={classes.grid}>
      {properties.map(({ name, content, hidden }) => (
        <div key={name} hidden={hidden}>
          {content}
        </div>
      ))}
    </div>
  );
  if (fieldPathId.path.length === 0) return grid;
  return (
    <fieldset className={classes.group}>
      <legend>{title}</legend>
      {description && <p className={classes.help}>{description}</p>}
      {grid}
    </fieldset>
  );
}
