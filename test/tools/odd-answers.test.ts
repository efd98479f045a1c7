import { describe, expect, it } from 'vitest'
import { ToolError } from '../../src/shared/errors.ts'
import searchActors from '../../tools/actors/search_actors.ts'
import runActorSync from '../../tools/runs/run_actor_sync.ts'
import getRecord from '../../tools/storage/get_record.ts'
import listDatasetItems from '../../tools/storage/list_dataset_items.ts'
import { API_CALLS, type ApiCall, actorId, list, START, STORED } from '../support/api-calls.ts'
import { callHandler } from '../support/call-handler.ts'
import { type CannedAnswer, cannedApify } from '../support/canned-apify.ts'
import { DEVELOP_CALLS } from '../support/develop-calls.ts'
import { faultsIn, oddAnswers } from '../support/odd-values.ts'
import { STORE_ACTOR } from '../support/seeded-server.ts'

/** Without these, an answer is of no use: the call must fail and say so. */
const ESSENTIAL = /^data(?:\.id|\.items)?$/

type Outcome = { result: unknown } | { error: unknown }

async function outcome(
  { tool, args }: Pick<ApiCall, 'tool' | 'args'>,
  answers: Record<string, CannedAnswer>,
): Promise<Outcome> {
  try {
    return { result: (await callHandler(tool, args, { apify: cannedApify(answers) })).result }
  } catch (error) {
    return { error }
  }
}

/** Returns what is wrong with the outcome of a call; undefined if nothing is. */
function fault(found: Outcome, value: unknown, mayFail: boolean): unknown {
  if ('result' in found) return faultsIn(found.result, value)[0]
  if (!(found.error instanceof ToolError)) return found.error
  if (!mayFail) return found.error.message
  return faultsIn(found.error.message, value)[0]
}

const CALLS = [...API_CALLS, ...DEVELOP_CALLS].filter(
  ({ answers }) => Object.keys(answers).length > 0,
)

describe('an odd value in any field of any answer', () => {
  it.each(CALLS)('is shown or left out: $tool.name $args', async (call) => {
    const faults: unknown[] = []
    for (const [request, answer] of Object.entries(call.answers)) {
      if (answer.json === undefined) continue
      for (const { path, value, json } of oddAnswers(answer.json)) {
        const found = await outcome(call, { ...call.answers, [request]: { json } })
        const what = fault(found, value, ESSENTIAL.test(path))
        if (what !== undefined) faults.push({ request, path, value, what })
      }
    }
    expect(faults).toEqual([])
  })
})

describe('an answer that is nothing of the API', () => {
  const BODIES = [
    '',
    ' ',
    'null',
    '[]',
    '{}',
    '"x"',
    '5',
    '{"data":[]}',
    '{"data":"x"}',
    '<html>',
    'OK',
  ]

  it.each(CALLS)('is an error or left out: $tool.name $args', async (call) => {
    for (const request of Object.keys(call.answers)) {
      if (call.answers[request]?.json === undefined) continue
      for (const body of BODIES) {
        const found = await outcome(call, { ...call.answers, [request]: { body } })
        expect(fault(found, undefined, true), `${request} ${body}`).toBeUndefined()
        if ('error' in found) expect(String(found.error)).toMatch(/not JSON|expected form|may have/)
      }
    }
  })

  it('may begin with a byte order mark', async () => {
    const answers = {
      'GET /v2/store': { body: `\ufeff${JSON.stringify(list([STORE_ACTOR]).json)}` },
    }
    const { result } = await callHandler(
      searchActors,
      { query: 'a' },
      { apify: cannedApify(answers) },
    )
    expect(result.total).toBe(40)
  })
})

describe('an odd header', () => {
  const HEADERS = ['', 'abc', '-1', '1.5', '1e3', '12', 'NaN', '99999999999999999999']
  const CASES: [string, ApiCall['tool'], ApiCall['args'], string, string][] = [
    [
      'total',
      listDatasetItems,
      { datasetId: 'data1' },
      'GET /v2/datasets/data1/items',
      'x-apify-pagination-total',
    ],
    [
      'total',
      runActorSync,
      { actorId },
      'GET /v2/datasets/data1/items',
      'x-apify-pagination-total',
    ],
    [
      'size',
      getRecord,
      { storeId: 'store1', recordKey: 'OUTPUT' },
      'GET /v2/key-value-stores/store1/records/OUTPUT',
      'content-length',
    ],
  ]

  it.each(CASES)('of the %s never breaks a result', async (_, tool, args, request, name) => {
    for (const value of HEADERS) {
      const answers: Record<string, CannedAnswer> = { ...START, ...STORED }
      answers[request] = {
        ...answers[request],
        headers: { ...answers[request]?.headers, [name]: value },
      }
      const found = await outcome({ tool, args }, answers)
      expect(fault(found, value, false), value).toBeUndefined()
    }
  })
})
