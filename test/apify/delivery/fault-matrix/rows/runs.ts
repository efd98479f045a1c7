import { expect } from 'vitest'
import type { MatrixTool, MatrixWorld } from '../matrix-tool.ts'

/** The runs that were started: each has an id of its own. */
const started = ({ fake }: MatrixWorld) => fake.sent('POST /v2/actors/alice~crawler/runs').length
const start = { main: 'POST /v2/actors/alice~crawler/runs', done: started }
const run = { runId: 'alice~crawler-0', status: 'SUCCEEDED' }

export const RUN_ROWS: MatrixTool[] = [
  { tool: 'run_actor', args: { actorId: 'alice/crawler' }, ...start, right: run },
  {
    tool: 'run_actor_sync',
    args: { actorId: 'alice/crawler', waitSecs: 1 },
    ...start,
    right: { run, total: 4, output: { ok: true } },
  },
  {
    tool: 'get_run',
    args: { runId: 'run1' },
    main: 'GET /v2/actor-runs/run1',
    right: { runId: 'run1', status: 'SUCCEEDED', usageUsd: 0.0042, maxTotalChargeUsd: 2 },
  },
  {
    tool: 'list_runs',
    args: {},
    main: 'GET /v2/actor-runs',
    right: { runs: [{ runId: 'run2' }, { runId: 'run1' }], total: 2 },
  },
  {
    tool: 'abort_run',
    args: { runId: 'run2' },
    main: 'POST /v2/actor-runs/run2/abort',
    right: { runId: 'run2', status: 'ABORTED' },
    // A run that has ended is aborted no more.
    done: ({ fake }) => Number(fake.run('run2')?.status === 'ABORTED'),
    repeats: true,
  },
  {
    tool: 'get_log',
    args: { runId: 'run1' },
    main: 'GET /v2/logs/run1',
    right: { lines: [expect.stringContaining('Start'), expect.anything()], total: 2 },
    streams: true,
  },
]
