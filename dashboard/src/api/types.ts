/** The only place that names the generated schema: everything else imports these. */
import type { components } from './schema';

type Schemas = components['schemas'];

/** Runs in each state. The schema's translation loses that every state is there. */
export type Counts = Record<JobState, number>;

export type RegressionAnalysis = Schemas['RegressionAnalysis'];
export type ForecastingAnalysis = Schemas['ForecastingAnalysis'];
export type ClassificationAnalysis = Schemas['ClassificationAnalysis'];
/** Where a run is wrong, told apart by `task`. */
export type Analysis = RegressionAnalysis | ForecastingAnalysis | ClassificationAnalysis;
export type AnalysisHeadline = Schemas['Headline'];
export type Segmenting = Schemas['Segmenting'];
export type Segment = Schemas['Segment'];
export type WorstRow = Schemas['WorstRow'];
export type WorstClassRow = Schemas['WorstClassRow'];
export type PointDensity = Schemas['PointDensity'];
export type ForecastPoints = Schemas['ForecastPoints'];
export type HorizonStep = Schemas['HorizonStep'];
export type ErrorComparison = Schemas['ErrorComparison'];
export type DifferingInput = Schemas['DifferingInput'];
export type Batch = Omit<Schemas['BatchOut'], 'counts' | 'search'> & {
  counts: Counts;
  search: Search;
};
export type BatchChange = Schemas['BatchChange'];
export type BatchCreate = Omit<Schemas['BatchCreate'], 'search'> & { search: Search };
export type BatchPreview = Schemas['BatchPreviewOut'];
export type BatchState = Schemas['BatchState'];
export type BestRun = Schemas['BestRun'];
export type Column = Schemas['ColumnSchema'];
export type Comparison = Schemas['ComparisonOut'];
export type CurvesAnswer = Schemas['CurvesOut'];
export type Dataset = Schemas['DatasetOut'];
export type DatasetPreview = Schemas['DatasetPreviewOut'];
export type Dimension = Schemas['DimensionOut'];
export type Direction = Schemas['ObjectiveOut']['direction'];
/** One run with everything about it. */
export type EarlyEnd = Schemas['EarlyEnd'];
export type Experiment = Schemas['ExperimentOut'];
export type ExperimentCreate = Schemas['ExperimentCreate'];
/** One run as lists show it: without curves and provenance. */
export type ExperimentItem = Schemas['ExperimentItem'];
export type ExperimentChange = Schemas['ExperimentChange'];
export type FeedItem = Omit<Schemas['FeedItem'], 'counts'> & { counts: Counts | null };
export type FieldError = Schemas['FieldError'];
export type Invite = Schemas['Invite'];
export type Job = Schemas['JobOut'];
export type JobError = Schemas['JobError'];
export type JobEvent = Schemas['JobEvent'];
export type JobKind = Schemas['JobKind'];
export type JobState = Schemas['JobState'];
export type Me = Schemas['Me'];
export type MetricSpec = Schemas['MetricSpec'];
export type Model = Schemas['ModelOut'];
export type ModelDetail = Schemas['ModelDetail'];
/** A column a model reads. */
export type ModelInput = Schemas['ModelInput'];
export type ModelRegister = Schemas['ModelRegister'];
/** A version with all that is known of where it came from. */
export type ModelVersion = Schemas['ModelVersionOut'];
export type ModelVersionItem = Schemas['ModelVersionItem'];
export type Objective = Schemas['ObjectiveOut'];
export type Pipeline = Schemas['PipelineOut'];
/** A prediction with the first of its rows. */
export type Prediction = Omit<Schemas['PredictionOut'], 'preview'> & { preview: ResultRow[] };
export type PredictionCreate = Schemas['PredictionCreate'];
export type PredictionItem = Schemas['PredictionItem'];
export type PredictionWarning = Schemas['ColumnWarning'];
export type Problem = Schemas['Problem'];
export type RangeSpace = Schemas['RangeSpace'];
export type RunLimits = Schemas['RunLimits'];
export type ResultRow = Record<string, Scalar>;
export type Role = Schemas['Role'];
export type Sample = Schemas['SampleOut'];
export type Scalar = string | number | boolean | null;
export type Search = Schemas['Search'] & { pruner?: 'successive-halving' | null };
/** The model a run left. */
export type StoredModel = Schemas['StoredModelOut'];
export type TagCount = Schemas['TagCount'];
/** What the tags are of: lists and completion keep those of batches and of runs apart. */
export type TagKind = 'batch' | 'experiment';
export type Token = Schemas['Token'];
export type TokenCreated = Schemas['TokenCreated'];
export type User = Schemas['User'];

/** One page of a list, newest first; `next_cursor` is null on the last page. */
export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}
