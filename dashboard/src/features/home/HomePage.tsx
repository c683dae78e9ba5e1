/** Placeholder until the feature lands. */
export function HomePage() {
  return null;
}
