import { iconPaths, type IconName } from './iconPaths';

interface IconProps {
  name: IconName;
  /** Width and height in px. */
  size?: number;
  /** Spoken name; without it the icon is decoration beside a text and hidden from readers. */
  label?: string;
  className?: string;
}

/** One of the product's line icons, in the colour of the text around it. */
export function Icon({ name, size = 16, label, className }: IconProps) {
  return (
    <svg
      className={className}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      focusable={false}
    >
      {iconPaths[name].map((d) => (
        <path key={d} d={d} />
      ))}
      {name === 'star' && <path d={iconPaths.star[0]} fill="currentColor" />}
    </svg>
  );
}

export type { IconName };
