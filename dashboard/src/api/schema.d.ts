/**
 * Types of the API, kept in the shape `npm run api:types` writes from the service's OpenAPI document.
 */
export interface components {
  schemas: {
    JobState: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
    JobKind:
      'experiment' | 'prediction' | 'generation' | 'explanation' | 'check' | 'job_run';
    BatchState: components['schemas']['JobState'] | 'mixed';
    Direction: 'minimize' | 'maximize';
    Dtype: 'number' | 'integer' | 'category' | 'text' | 'datetime' | 'boolean';
    JobError: { code: string; message: string };
    FieldError: { loc: (string | number)[]; message: string };
    Problem: {
      type: string;
      title: string;
      status: number;
      detail: string;
      code: string;
      errors?: components['schemas']['FieldError'][];
    };
    Job: {
      id: string;
      kind: components['schemas']['JobKind'];
      number: number | null;
      state: components['schemas']['JobState'];
      batch_id: string | null;
      created_at: string;
      started_at: string | null;
      finished_at: string | null;
      attempt: number;
      progress: number | null;
      queue_position: number | null;
      error: components['schemas']['JobError'] | null;
      cancel_requested: boolean;
    };
    Experiment: components['schemas']['Job'] & {
      name: string;
      pipeline: string;
      pipeline_version: string;
      dataset_id: string;
      dataset_name: string;
      target: string;
      time_column: string | null;
      config: Record<string, unknown>;
      params: Record<string, unknown>;
      seed: number;
      metrics: Record<string, number | null>;
      baseline_metrics: Record<string, number | null>;
      metric_specs: components['schemas']['MetricSpec'][];
      curves: Record<string, [number, number | null][]>;
      stopped_early: boolean;
      model_kept: boolean;
      row_counts: { train: number; holdout: number } | null;
      timings: { queued_s: number | null; run_s: number | null; fit_s?: number | null };
      provenance: {
        dataset_sha256: string;
        code_version: string | null;
        package_versions: Record<string, string>;
        python_version?: string | null;
      } | null;
    };
    MetricSpec: {
      name: string;
      direction: components['schemas']['Direction'];
      unit?: string | null;
    };
    Objective: { metric: string; direction: components['schemas']['Direction'] };
    Counts: Record<components['schemas']['JobState'], number>;
    BestRun: { job_id: string; number: number | null; metric: string; value: number };
    RangeSpace: { low: number; high: number; step?: number | null; log?: boolean };
    Search: {
      strategy: 'grid' | 'random' | 'tpe';
      space: Record<string, unknown[] | components['schemas']['RangeSpace']>;
      max_runs?: number | null;
      seed?: number | null;
    };
    Batch: {
      id: string;
      kind: 'experiment' | 'generation';
      name: string;
      state: components['schemas']['BatchState'];
      counts: components['schemas']['Counts'];
      job_count: number;
      best: components['schemas']['BestRun'] | null;
      best_trace: number[];
      progress: number;
      eta_seconds: number | null;
      created_at: string;
      started_at: string | null;
      finished_at: string | null;
      cancel_requested: boolean;
      pipeline: string;
      dataset_id: string;
      dataset_name: string;
      target: string;
      time_column: string | null;
      config: Record<string, unknown>;
      search: components['schemas']['Search'];
      objective: components['schemas']['Objective'];
      seed: number | null;
    };
    BatchCreate: {
      kind: 'experiment';
      name: string;
      pipeline: string;
      dataset_id: string;
      target: string;
      time_column?: string | null;
      config: Record<string, unknown>;
      search: components['schemas']['Search'];
      objective: components['schemas']['Objective'];
      seed?: number | null;
    };
    BatchPreview: { job_count: number; axes: { name: string; values: unknown[] }[] };
    ExperimentCreate: {
      pipeline: string;
      dataset_id: string;
      target: string;
      config?: Record<string, unknown>;
      time_column?: string | null;
      seed?: number | null;
      name?: string | null;
    };
    Dimension: {
      name: string;
      label: string;
      role: 'parameter' | 'metric';
      type: 'number' | 'category';
      scale: 'linear' | 'log';
      direction?: components['schemas']['Direction'] | null;
      values: (number | string | boolean | null)[];
    };
    Comparison: {
      batch_id: string;
      kind: 'experiment' | 'generation';
      objective: components['schemas']['Objective'];
      job_ids: string[];
      numbers: (number | null)[];
      states: components['schemas']['JobState'][];
      dimensions: components['schemas']['Dimension'][];
      constants: Record<string, unknown>;
      importance: { name: string; value: number }[] | null;
    };
    Column: {
      name: string;
      dtype: components['schemas']['Dtype'];
      missing: number;
      distinct: number;
    };
    Dataset: {
      id: string;
      name: string;
      format: string;
      sha256: string;
      size_bytes: number;
      row_count: number;
      columns: components['schemas']['Column'][];
      sample_key: string | null;
      created_at: string;
    };
    DatasetPreview: { columns: string[]; rows: unknown[][] };
    Sample: {
      key: string;
      name: string;
      description: string;
      source: string;
      license: string;
      row_count: number;
      column_count: number;
      suggested: { target: string; pipeline: string; time_column?: string | null };
      i18n?: Record<string, { name?: string; description?: string }> | null;
    };
    Pipeline: {
      id: string;
      name: string;
      task: 'regression' | 'forecasting' | 'classification';
      description: string;
      version: string;
      config_schema: Record<string, unknown>;
      metrics: components['schemas']['MetricSpec'][];
      ok: boolean;
      error: string | null;
      default_objective: components['schemas']['Objective'];
    };
    Role: 'admin' | 'member';
    Me: {
      id: string;
      name: string;
      role: components['schemas']['Role'];
      has_password: boolean;
      language?: string | null;
    };
    User: {
      id: string;
      name: string;
      role: components['schemas']['Role'];
      disabled: boolean;
      has_password: boolean;
      created_at: string;
    };
    Invite: { user: components['schemas']['User']; code: string; expires_at: string };
    Token: {
      id: string;
      name: string;
      hint: string;
      created_at: string;
      expires_at: string | null;
      last_used_at?: string | null;
    };
    TokenCreated: components['schemas']['Token'] & { token: string };
    JobEvent: {
      id: number;
      job_id: string;
      attempt: number;
      at: string;
    } & (
      | { type: 'state'; data: { state: components['schemas']['JobState'] } }
      | { type: 'progress'; data: { fraction: number; message?: string | null } }
      | { type: 'metric'; data: { step: number } & Record<string, number | null> }
      | { type: 'token'; data: { text: string } }
      | { type: 'log'; data: { level: string; message: string } }
      | { type: 'result'; data: Record<string, unknown> }
      | { type: 'error'; data: components['schemas']['JobError'] }
      | { type: 'reset'; data: { attempt: number } }
      | { type: 'snapshot'; data: { text: string; offset: number } }
    );
    FeedItem: {
      type: 'job' | 'batch';
      id: string;
      state: components['schemas']['BatchState'];
      progress: number | null;
      counts?: components['schemas']['Counts'] | null;
      best?: components['schemas']['BestRun'] | null;
      at: string;
    };
    SystemInfo: { version: string; limits: Record<string, unknown> };
  };
}
