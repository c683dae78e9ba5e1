/** The product's mark, in the accent colour. */
export function Logo({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" role="img" aria-label="AzuraForge">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <g
        fill="none"
        stroke="var(--onaccent)"
        strokeWidth={2.6}
        strokeLinejoin="round"
        strokeLinecap="round"
      >
        <path d="M8 23L16 8l8 15" />
        <path d="M12 18.5h8" />
      </g>
    </svg>
  );
}
