/** The only place that names the generated schema: everything else imports these. */
import type { components } from './schema';

type Schemas = components['schemas'];

export type Batch = Schemas['Batch'];
export type BatchCreate = Schemas['BatchCreate'];
export type BatchPreview = Schemas['BatchPreview'];
export type BatchState = Schemas['BatchState'];
export type BestRun = Schemas['BestRun'];
export type Column = Schemas['Column'];
export type Comparison = Schemas['Comparison'];
export type Counts = Schemas['Counts'];
export type Dataset = Schemas['Dataset'];
export type DatasetPreview = Schemas['DatasetPreview'];
export type Dimension = Schemas['Dimension'];
export type Direction = Schemas['Direction'];
export type Experiment = Schemas['Experiment'];
export type ExperimentCreate = Schemas['ExperimentCreate'];
export type FeedItem = Schemas['FeedItem'];
export type FieldError = Schemas['FieldError'];
export type Invite = Schemas['Invite'];
export type Job = Schemas['Job'];
export type JobError = Schemas['JobError'];
export type JobEvent = Schemas['JobEvent'];
export type JobKind = Schemas['JobKind'];
export type JobState = Schemas['JobState'];
export type Me = Schemas['Me'];
export type MetricSpec = Schemas['MetricSpec'];
export type Objective = Schemas['Objective'];
export type Pipeline = Schemas['Pipeline'];
export type Problem = Schemas['Problem'];
export type RangeSpace = Schemas['RangeSpace'];
export type Role = Schemas['Role'];
export type Sample = Schemas['Sample'];
export type Search = Schemas['Search'];
export type Token = Schemas['Token'];
export type TokenCreated = Schemas['TokenCreated'];
export type User = Schemas['User'];

/** One page of a list, newest first; `next_cursor` is null on the last page. */
export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}
