import { expect, it } from 'vitest'
import createStorage from '../../../tools/storage/create_storage.ts'
import { callHandler } from '../../support/call-handler.ts'
import { serve } from '../../support/seeded-server.ts'

it.each([
  ['dataset', false, { datasetId: 'id1', name: 'prices', existed: false }],
  ['key-value-store', false, { storeId: 'id1', name: 'prices', existed: false }],
  ['dataset', true, { datasetId: 'id1', name: 'prices', existed: true, note: /already existed/ }],
] as const)('create_storage of a %s, existed: %s', async (type, existed, expected) => {
  const apify = { createStorage: async () => ({ storage: { id: 'id1', name: null }, existed }) }
  const { result } = await callHandler(createStorage, { type, name: 'prices' }, { apify })
  const note = 'note' in expected ? expect.stringMatching(expected.note) : undefined
  expect(result).toEqual({ ...expected, note })
})

it('create_storage returns the existing storage with its id, and says so', async () => {
  const { call } = await serve()
  const first = await call('create_storage', { type: 'dataset', name: 'shop' })
  const again = await call('create_storage', { type: 'dataset', name: 'shop' })
  expect(first.structured).toMatchObject({ existed: false, name: 'shop' })
  expect(again.structured).toMatchObject({ existed: true, datasetId: first.structured.datasetId })
})
