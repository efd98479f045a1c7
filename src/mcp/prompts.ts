/** A prompt for a request that people make often. */
export interface Prompt {
  name: string
  title: string
  description: string
  arguments: { name: string; description: string; required: boolean }[]
  /** The tools that the text names. */
  needs: string[]
  text(args: Record<string, string>): string
}

export const PROMPTS: readonly Prompt[] = [
  {
    name: 'scrape_site',
    title: 'Scrape a site into a table',
    description: 'Finds an Actor for a site, checks price and input, runs it and shows a table.',
    arguments: [
      { name: 'url', description: 'The URL to start from', required: true },
      { name: 'wanted', description: 'The columns, such as name and price', required: false },
    ],
    needs: ['search_actors', 'get_actor', 'validate_input', 'run_actor_sync', 'list_dataset_items'],
    text: ({ url = '', wanted }) =>
      [
        `Scrape ${url} into a table${wanted ? ` with the columns: ${wanted}` : ''}.`,
        '1. Find an Actor that fits with `search_actors`; read its input and price with `get_actor`.',
        '2. Tell me what it will cost before you start anything that is not free.',
        '3. Write the smallest input that works, and check it with `validate_input`.',
        '4. Run it once with `run_actor_sync`. If it takes longer, follow that run; never start it again.',
        '5. Read the rows with `list_dataset_items`, only the fields that the table needs.',
        '6. Show the table, the total number of rows, and the `runId`.',
      ].join('\n'),
  },
  {
    name: 'debug_run',
    title: 'Debug a failed run',
    description: 'Looks at a run, its log and its input, and says why it failed.',
    arguments: [{ name: 'runId', description: 'The run that failed', required: true }],
    needs: ['get_run', 'get_log', 'get_record'],
    text: ({ runId = '' }) =>
      [
        `Find out why run ${runId} failed.`,
        '1. Look at its status, message and exit code with `get_run`.',
        '2. Read the end of its log with `get_log`, then search it for `error`.',
        '3. Read the record `INPUT` of the run with `get_record`, and check whether the input explains the failure.',
        '4. State the cause in one sentence, quote the lines that show it, and propose one change.',
        'Do not start a new run before I agree.',
      ].join('\n'),
  },
]
