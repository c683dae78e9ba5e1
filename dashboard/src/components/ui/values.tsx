import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/useFormat';

/** A measured value in the reader's number format; an em dash with a spoken reason for none. */
export function Num({ value, digits }: { value: number | null | undefined; digits?: number }) {
  const format = useFormat();
  return value === null || value === undefined ? <NoValue /> : <>{format.metric(value, digits)}</>;
}

/** A moment: distance from now as text, or the full date with `absolute`. */
export function DateTime({
  iso,
  absolute,
}: {
  iso: string | null | undefined;
  absolute?: boolean;
}) {
  const format = useFormat();
  if (!iso) return <NoValue />;
  const full = format.dateTime(iso);
  return (
    <time dateTime={iso} title={full}>
      {absolute ? full : format.relative(iso)}
    </time>
  );
}

/** A length of time given in seconds. */
export function Duration({ seconds }: { seconds: number | null | undefined }) {
  const format = useFormat();
  if (seconds === null || seconds === undefined) return <NoValue />;
  return <>{format.duration(seconds)}</>;
}

/** A configuration value, literal and in the mono font; `short` rounds it, with the whole as its title. */
export function Literal({ value, short = false }: { value: unknown; short?: boolean }) {
  const format = useFormat();
  const whole = format.literal(value);
  const shown = short ? format.literalShort(value) : whole;
  return <code title={shown === whole ? undefined : whole}>{shown}</code>;
}

export function NoValue() {
  const { t } = useTranslation();
  return (
    <span role="img" aria-label={t('noValue')}>
      —
    </span>
  );
}
