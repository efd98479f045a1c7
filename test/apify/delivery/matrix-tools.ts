import { expect } from 'vitest'
import type { FakeApify } from '../../support/fake-apify/apify.ts'
import { FAULTS, type Fault } from '../../support/fake-apify/faults.ts'

/** One tool in the matrix; `id` is the name of what belongs to one cell only. */
export interface MatrixTool {
  tool: string
  args(id: string): Record<string, unknown>
  /** The request that does the tool's work. */
  main(id: string): string
  /** What a correct result includes. */
  right(id: string): object
  /** How often the tool's work was done. */
  done?(id: string, account: Account): number
}

/** The account that the tools use, and how often each Actor was started. */
interface Account {
  fake: FakeApify
  starts(actor: string): number
}

const start = (tool: string, args: object, right: (run: object) => object): MatrixTool => ({
  tool,
  args: (id) => ({ actorId: `alice~${id}`, ...args }),
  main: (id) => `POST /v2/actors/alice~${id}/runs`,
  right: (id) => right({ runId: `alice~${id}-0`, status: 'SUCCEEDED' }),
  done: (id, { starts }) => starts(`alice~${id}`),
})
/** What `push_dataset_items` pushes; the dataset of a cell has the same rows before. */
export const pushed = [{ a: 1, b: { c: ['ü'] } }, { a: 2 }]

export const MATRIX_TOOLS: MatrixTool[] = [
  {
    tool: 'whoami',
    args: () => ({}),
    main: () => 'GET /v2/users/me',
    right: () => ({ username: 'alice' }),
  },
  start('run_actor', {}, (run) => run),
  start('run_actor_sync', { waitSecs: 1 }, (run) => ({ run, total: 4, output: { ok: true } })),
  {
    tool: 'get_run',
    args: () => ({ runId: 'run1' }),
    main: () => 'GET /v2/actor-runs/run1',
    right: () => ({ runId: 'run1', status: 'SUCCEEDED', usageUsd: 0.0042, maxTotalChargeUsd: 2 }),
  },
  {
    tool: 'get_log',
    args: () => ({ runId: 'run1' }),
    main: () => 'GET /v2/logs/run1',
    right: () => ({ lines: [expect.stringContaining('Start'), expect.anything()], total: 2 }),
  },
  {
    tool: 'list_dataset_items',
    args: () => ({ datasetId: 'data1' }),
    main: () => 'GET /v2/datasets/data1/items',
    right: () => ({ total: 4, count: 4, offset: 0 }),
  },
  {
    tool: 'push_dataset_items',
    args: (datasetId) => ({ datasetId, items: pushed }),
    main: (id) => `POST /v2/datasets/${id}/items`,
    right: (datasetId) => ({ datasetId, pushed: 2 }),
    done: (id, { fake }) => (fake.datasets.get(id)?.length ?? 0) / pushed.length - 1,
  },
  {
    tool: 'get_record',
    args: () => ({ storeId: 'store1', recordKey: 'OUTPUT' }),
    main: () => 'GET /v2/key-value-stores/store1/records/OUTPUT',
    right: () => ({ value: { ok: true } }),
  },
  {
    tool: 'put_record',
    args: (id) => ({ storeId: 'store1', recordKey: id, text: id }),
    main: (id) => `PUT /v2/key-value-stores/store1/records/${id}`,
    right: (id) => ({ recordKey: id, size: id.length }),
  },
]

/** Faults after which it is unknown whether the work was done, although it was not. */
const NOT_DONE: readonly Fault[] = [
  '500',
  '502',
  '503',
  'closed before the work',
  'HTML in place of JSON',
]

/** Returns whether the tool may fail although the fault occurs once. */
export function mayFail({ tool, done }: MatrixTool, fault: Fault): boolean {
  if (done) return NOT_DONE.includes(fault)
  // These tools stream: a slow response has no time limit as long as it makes progress.
  const streams = ['get_log', 'list_dataset_items', 'get_record'].includes(tool)
  // A record may be HTML.
  return (streams && fault === 'slow drip') || (tool === 'get_record' && fault.startsWith('HTML'))
}

/** Faults that last until a timeout. */
const SLOW: readonly Fault[] = ['slow drip', 'hangs after the work']

/** One tool with one fault. */
export interface Cell {
  matrixTool: MatrixTool
  fault: Fault
  how: 'once' | 'always'
}

/** All cells; those that wait longest come first, so that the others run in the meantime. */
export function allCells(): Cell[] {
  const faults = [...FAULTS].sort((a, b) => Number(SLOW.includes(b)) - Number(SLOW.includes(a)))
  return faults.flatMap((fault) =>
    (['always', 'once'] as const).flatMap((how) =>
      MATRIX_TOOLS.map((matrixTool) => ({ matrixTool, fault, how })),
    ),
  )
}
