import { encode } from 'gpt-tokenizer/encoding/o200k_base'

/** What a model reads about a tool in `tools/list`. */
interface Definition {
  name: string
  description?: string | undefined
  inputSchema: object
}

/** Counts what a list of tools costs a model, in o200k_base tokens. */
export function definitionTokens(tools: readonly Definition[]): number {
  const shown = tools.map(({ name, description, inputSchema }) => ({
    name,
    description,
    inputSchema,
  }))
  return encode(JSON.stringify(shown)).length
}

/** Limits of `definitionTokens`. */
export const TOKEN_LIMITS = {
  /** The main tools, which may be offered alone. */
  main: 1950,
  /** The default list: its toolsets, except `export_items`, which needs a download folder. */
  byDefault: 3500,
  /** The same with a download folder. */
  withDownloads: 4000,
  /** All tools and toolsets, except `export_items` as well. */
  all: 6500,
}

/** Limits of the toolsets that are offered only if they are named. */
export const TOOLSET_LIMITS: Readonly<Record<string, number>> = {
  automation: 1500,
  docs: 230,
  develop: 1150,
  dynamic: 150,
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
