import { expect, it } from 'vitest'
import { refusals, refused } from '../support/clients/rows.ts'
import { describeWays } from '../support/clients/use-client.ts'
import { ACTOR_NAME, ID } from '../support/clients/world-data.ts'

const { dataset: datasetId, run: runId, store: storeId } = ID
const actorId = ACTOR_NAME

/** Arguments above the most allowed, which become the most allowed. */
const CLAMPED: [tool: string, shared: object, argument: string, most: number, sent: unknown][] = [
  ['list_dataset_items', { datasetId }, 'limit', 1000, 1001],
  ['list_dataset_items', { datasetId }, 'limit', 1000, 50_000],
  ['list_dataset_items', { datasetId }, 'limit', 1000, '5000'],
  ['list_dataset_items', { datasetId, format: 'csv' }, 'limit', 1000, 2000],
  ['list_dataset_items', { datasetId, limit: 1 }, 'limit', 1000, Number.MAX_SAFE_INTEGER],
  ['list_runs', {}, 'limit', 1000, 1500],
  ['list_records', { storeId }, 'limit', 1000, 10_000],
  ['list_storages', { type: 'dataset' }, 'limit', 1000, 10_000],
  ['search_actors', { query: 'crawler' }, 'limit', 100, 1000],
  ['run_actor_sync', { actorId }, 'limit', 1000, 2000],
  ['get_log', { runId }, 'lines', 1000, 5000],
  ['get_log', { runId, search: 'Line' }, 'lines', 1000, 1_000_000],
  ['get_run', { runId }, 'waitSecs', 45, 46],
  ['get_run', { runId }, 'waitSecs', 45, '600'],
  ['run_actor', { actorId }, 'waitSecs', 45, 300],
  ['run_actor_sync', { actorId }, 'waitSecs', 300, 3600],
]

/** Every other number out of its range. */
const REFUSED = [
  ...refusals('list_dataset_items', { datasetId }, [
    ['a limit of 0', { limit: 0 }, '`limit`'],
    ['a negative limit', { limit: -5 }, '`limit`'],
    ['a limit that is no integer', { limit: 20.5 }, '`limit`'],
    ['one above the most allowed', { limit: 2000.5 }, '`limit`'],
    ['a negative offset', { offset: -1 }, '`offset`'],
    ['an offset beyond 2^53', { offset: 1e16 }, '`offset`'],
  ]),
  ...refusals('get_log', { runId }, [
    ['no lines', { lines: 0 }, '`lines`'],
    ['a line before the first', { before: 0 }, '`before`'],
    ['a line beyond any log', { before: 2_000_000_000 }, '`before`'],
  ]),
  ...refusals('get_run', { runId }, [['a negative wait', { waitSecs: -1 }, '`waitSecs`']]),
  ...refusals('run_actor', { actorId }, [
    ['too much memory', { memoryMbytes: 65_536 }, '`memoryMbytes`'],
    ['too little memory', { memoryMbytes: 64 }, '`memoryMbytes`'],
    ['too long a timeout', { timeoutSecs: 40_000_000 }, '`timeoutSecs`'],
    ['a cost of 0', { maxTotalChargeUsd: 0 }, '`maxTotalChargeUsd`'],
    ['too many items', { maxItems: 2_000_000_000 }, '`maxItems`'],
    ['a negative wait', { waitSecs: '-1' }, '`waitSecs`'],
  ]),
  ...refusals('run_actor_sync', { actorId }, [['a wait of 0', { waitSecs: 0 }, '`waitSecs`']]),
]

describeWays(({ outcome, ...connected }) => {
  it.each(CLAMPED)('%s of %j gets %s of %i for %j', async (tool, shared, argument, most, sent) => {
    const wanted = await outcome({ tool, args: { ...shared, [argument]: most } })
    expect(wanted.isError, wanted.text).toBe(false)
    const done = await outcome({ tool, args: { ...shared, [argument]: sent } })
    expect(done.requests, done.text).toEqual(wanted.requests)
    expect({ ...done.structured, note: '' }).toEqual({ ...wanted.structured, note: '' })
    // The note says so, beside what the well-formed call has to say.
    const { note } = done.structured
    expect(note).toContain(`\`${argument}\``)
    expect(note).toContain(String(most))
    expect(note).toContain(wanted.structured.note ?? '')
  })

  refused(REFUSED, { outcome, ...connected })
})
