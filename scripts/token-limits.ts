/** Limits for what a model reads about tools in `tools/list`, in o200k_base tokens. */
export const TOKEN_LIMITS = {
  /** The main tools, which may be offered alone. */
  main: 1950,
  /** The default list: all tools except `export_items`, which needs a download folder. */
  byDefault: 3300,
  all: 4000,
}

export const MAIN_TOOLS: readonly string[] = [
  'whoami',
  'run_actor',
  'run_actor_sync',
  'get_run',
  'get_log',
  'list_dataset_items',
  'push_dataset_items',
  'get_record',
  'put_record',
]
