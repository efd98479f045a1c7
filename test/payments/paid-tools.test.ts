import { expect, it } from 'vitest'
import { isPaid, spends } from '../../src/payments/paid-tools.ts'
import { tools } from '../../tools/index.ts'

const namesOf = (holds: typeof isPaid) => tools.filter(holds).map(({ name }) => name)

it('starts of runs, now or later, and of builds spend', () => {
  expect(namesOf(spends)).toEqual([
    'run_actor',
    'run_actor_sync',
    'save_schedule',
    'build_actor',
    'resurrect_run',
  ])
})

it('a payment goes with what reads or ends a run, and with no other tool', () => {
  expect(namesOf((tool) => isPaid(tool) && !spends(tool)).sort()).toEqual([
    'abort_run',
    'export_items',
    'get_dataset',
    'get_log',
    'get_record',
    'get_run',
    'list_dataset_items',
    'list_records',
    'list_runs',
    'query_dataset',
  ])
})
