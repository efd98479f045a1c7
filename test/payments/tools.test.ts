import { expect, it } from 'vitest'
import { buildToolCatalog } from '../../src/mcp/build-tool-catalog.ts'
import type { Tool } from '../../src/tool-call/tool.ts'
import { tools } from '../../tools/index.ts'

const namesOf = (payment: Tool['payment']) =>
  tools.filter((tool) => tool.payment === payment).map(({ name }) => name)

it('runs that are started or continued spend; what belongs to an account does not', () => {
  expect(namesOf('spends')).toEqual(['run_actor', 'run_actor_sync', 'resurrect_run'])
})

it('a payment goes with what reads or ends a run, and with no other tool', () => {
  expect(namesOf('reads').sort()).toEqual([
    'abort_run',
    'export_items',
    'get_dataset',
    'get_log',
    'get_record',
    'get_request_queue',
    'get_run',
    'list_dataset_items',
    'list_records',
    'list_runs',
    'query_dataset',
  ])
})

it('every tool that costs money spends a payment, or belongs to an account', () => {
  const unpaid = tools.filter(({ confirm, payment }) => confirm?.kind === 'paid' && !payment)
  expect(unpaid.map(({ name }) => name)).toEqual(['save_schedule', 'build_actor'])
})

it('clients do not see it', () => {
  for (const listed of buildToolCatalog(tools).tools) expect(listed).not.toHaveProperty('payment')
})
