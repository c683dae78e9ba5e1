export { RefitButton } from './RefitButton';
export { RefitCard } from './RefitCard';
