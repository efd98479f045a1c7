import { describe, expect, it } from 'vitest'
import { type AttackedServer, DOORS, openServer } from '../support/attack/open-server.ts'
import { seed } from '../support/seeded-server.ts'

const RESOURCES = [
  'apify://dataset/data1/items',
  'apify://store/store1/OUTPUT',
  'apify://run/run1/OUTPUT',
  'apify://run/run1/log',
  'apify://actor/alice~crawler/readme',
]
const template = (uri: string) => ({ type: 'ref/resource', uri })
const COMPLETED = [
  [template('apify://dataset/{datasetId}/items{?offset,limit}'), 'datasetId'],
  [template('apify://store/{storeId}/{recordKey}'), 'storeId'],
  [template('apify://store/{storeId}/{recordKey}'), 'recordKey'],
  [template('apify://run/{runId}/log'), 'runId'],
  [template('apify://actor/{actorId}/readme'), 'actorId'],
  [{ type: 'ref/prompt', name: 'scrape_site' }, 'url'],
  [{ type: 'ref/prompt', name: 'debug_run' }, 'runId'],
] as const

/** What one tool alone offers beside itself. */
const OFFERED: [tool: string, uri: string | undefined, completed: string[]][] = [
  ['get_actor', 'apify://actor/alice~crawler/readme', ['actorId']],
  ['get_log', 'apify://run/run1/log', ['runId']],
  ['list_dataset_items', 'apify://dataset/data1/items', ['datasetId']],
  ['get_run', undefined, []],
]

/** Who says what is offered: the operator, or a request in its address, which only HTTP has. */
const SAID = {
  operator: (tool: string) => ({ args: [`--tools=${tool}`] }),
  request: (tool: string) => ({ query: `tools=${tool}` }),
}

describe.each(DOORS)('$name', (door) => {
  const cases = Object.values(door.transport === 'HTTP' ? SAID : [SAID.operator]).flatMap((said) =>
    OFFERED.map(([tool, ...rest]) => [tool, said(tool), ...rest] as const),
  )
  describe.each(cases)('%s alone, by %j', (_, options, uri, completed) => {
    it(`B what is not offered is not completed, read or prompted, over ${door.name}`, async () => {
      const { ask } = await openServer(door, { fake: await seed(), ...options })
      const { result } = await ask('resources/templates/list')
      expect(result?.resourceTemplates ?? []).toHaveLength(uri === undefined ? 0 : 1)
      expect((await ask('prompts/list')).result?.prompts ?? []).toEqual([])
      expect(await promptsFilled(ask)).toEqual([])
      expect(await resourcesRead(ask)).toEqual(uri === undefined ? [] : [uri])
      expect(await argumentsCompleted(ask)).toEqual(completed)
    })
  })

  it(`B a tool that is not offered is not called, over ${door.name}`, async () => {
    const options = door.transport === 'HTTP' ? { query: 'read-only' } : { args: ['--read-only'] }
    const { ask } = await openServer(door, { fake: await seed(), ...options })
    const params = { name: 'put_record', arguments: { recordKey: 'a', value: 1 } }
    const answer = await ask('tools/call', params)
    expect(answer.error !== undefined || answer.result?.isError).toBe(true)
  })
})

type Ask = AttackedServer['ask']

async function promptsFilled(ask: Ask): Promise<string[]> {
  const filled = []
  for (const name of ['scrape_site', 'debug_run']) {
    const params = { name, arguments: { url: 'https://example.com', runId: 'run1' } }
    if ((await ask('prompts/get', params)).result) filled.push(name)
  }
  return filled
}

async function resourcesRead(ask: Ask): Promise<string[]> {
  const read = []
  for (const uri of RESOURCES) if ((await ask('resources/read', { uri })).result) read.push(uri)
  return read
}

/** Returns the arguments for which values are suggested. */
async function argumentsCompleted(ask: Ask): Promise<string[]> {
  const completed = new Set<string>()
  for (const [ref, name] of COMPLETED) {
    const context = { arguments: { storeId: 'store1' } }
    const { result } = await ask('completion/complete', {
      ref,
      argument: { name, value: '' },
      context,
    })
    const { values } = Object(result?.completion)
    if (Array.isArray(values) && values.length > 0) completed.add(name)
  }
  return [...completed]
}
