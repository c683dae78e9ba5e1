export { CompareBar } from './CompareBar';
export { PickBox } from './PickBox';
export { clearPicked } from './pickedRuns';
