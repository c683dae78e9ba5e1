import { ModelPage } from '@/features/models/ModelPage';
import { PredictCard } from '@/features/predictions/PredictCard';

/** A model's page with predictions beside its versions: features don't know each other. */
export function ModelRoute() {
  return (
    <ModelPage
      aside={({ name, version }) => (
        <PredictCard key={`${name}@${version}`} by={{ kind: 'model', name, at: String(version) }} />
      )}
    />
  );
}
