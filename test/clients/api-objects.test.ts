import { expect, it } from 'vitest'
import { describeWays } from '../support/clients/use-client.ts'
import { ACTOR_NAME, ID } from '../support/clients/world-data.ts'
import { send } from '../support/fake-apify/reply.ts'
import { ACTOR, BUILD, STORE_ACTOR } from '../support/seeded-server.ts'

const { dataset: datasetId, store: storeId } = ID
const actorId = ACTOR_NAME

/** Objects of the API with all that is only shown in another form. */
const OBJECTS: [tool: string, args: object, pattern: string, data: object, result: object][] = [
  [
    'whoami',
    {},
    'GET /v2/users/me',
    { id: 5, username: 'alice', plan: 'FREE' },
    { username: 'alice', mode: 'cloud' },
  ],
  ['whoami', {}, 'GET /v2/users/me/limits', { limits: [], current: null }, { username: 'alice' }],
  [
    'get_dataset',
    { datasetId },
    'GET /v2/datasets/:id',
    { id: datasetId, name: 5, itemCount: '30', stats: [], createdAt: 0, modifiedAt: {} },
    { datasetId, sampledRows: 30 },
  ],
  [
    'list_storages',
    { type: 'dataset' },
    'GET /v2/datasets',
    { total: '1', items: [{ id: 'd', name: 'n', itemCount: 'many', stats: '', createdAt: 5 }] },
    { storages: [{ datasetId: 'd' }] },
  ],
  [
    'list_records',
    { storeId },
    'GET /v2/key-value-stores/:id/keys',
    { items: [{ key: 'a', size: '12' }, { key: 'b' }], isTruncated: 'no', limit: null },
    { records: [{ recordKey: 'a' }, { recordKey: 'b' }] },
  ],
  [
    'search_actors',
    { query: 'crawler' },
    'GET /v2/store',
    {
      total: '1',
      items: [{ ...STORE_ACTOR, title: 5, stats: [], currentPricingInfo: { pricingModel: 7 } }],
    },
    { actors: [{ actorId }] },
  ],
  [
    'get_actor',
    { actorId },
    'GET /v2/actors/:id',
    { ...ACTOR, title: null, pricingInfos: {}, defaultRunOptions: [], versions: 'none' },
    { actorId },
  ],
  [
    'get_actor',
    { actorId },
    'GET /v2/actors/:id/builds/default',
    { ...BUILD, buildNumber: 7, inputSchema: 'not JSON', readme: [], actorDefinition: [] },
    { actorId },
  ],
]

describeWays(({ outcome }) => {
  it.each(OBJECTS)(
    '%s of %j with another form of %s',
    async (tool, args, pattern, data, result) => {
      const { isError, text, structured } = await outcome({
        tool,
        args,
        arrange: ({ answer }) => answer(pattern, (_, response) => send(response, 200, data)),
      })
      expect(isError, text).toBe(false)
      expect(structured).toMatchObject(result)
      expect(text).not.toMatch(/:null|NaN/)
    },
  )
})
