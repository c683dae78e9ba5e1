import classes from './rjsf.module.css';

/** What is wrong with one input, a line each. */
export function ErrorList({ errors }: { errors: readonly string[] }) {
  return (
    <ul className={classes.errors}>
      {errors.map((error) => (
        <li key={error}>{error}</li>
      ))}
    </ul>
  );
}
