/** The views that tools may be shown in, by the files that the build makes of them, and the chart, which views show. */
export const VIEW_NAMES = ['dataset', 'run', 'actor', 'record', 'chart'] as const
export type ViewName = (typeof VIEW_NAMES)[number]

/** The tools that a view calls. It hides what calls one that its client cannot call. */
export const VIEW_CALLS: Readonly<Record<ViewName, readonly string[]>> = {
  dataset: ['list_dataset_items', 'query_dataset', 'get_dataset'],
  run: ['get_run', 'get_log', 'abort_run', 'list_dataset_items'],
  actor: ['search_actors', 'get_actor', 'validate_input', 'run_actor', 'list_runs'],
  record: ['get_record'],
  chart: [],
}
