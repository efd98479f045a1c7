import { describe, expect, it } from 'vitest'
import { type IdKind, idOf, readAddress } from '../../../../tools/support/pasted-ids/address.ts'

const KINDS = ['actor', 'task', 'run', 'build', 'dataset', 'store', 'record', 'queue'] as const

/** Addresses, and the ids of each kind in them. */
const ADDRESSES: [address: string, ids: Partial<Record<IdKind, string>>][] = [
  // Apify Store
  ['https://apify.com/user/name', { actor: 'user/name' }],
  ['http://apify.com/user/name/', { actor: 'user/name' }],
  ['https://www.apify.com/user/name', { actor: 'user/name' }],
  ['HTTPS://APIFY.com/user/name', { actor: 'user/name' }],
  ['apify.com/user/name', { actor: 'user/name' }],
  ['www.apify.com/user/name/api', { actor: 'user/name' }],
  ['//apify.com/user/name', { actor: 'user/name' }],
  ['https:/apify.com/user/name', { actor: 'user/name' }],
  ['https://apify.com/user/name.', { actor: 'user/name' }],
  ['https://apify.com/user/name/input-schema', { actor: 'user/name' }],
  ['https://apify.com/user/name/api/python', { actor: 'user/name' }],
  ['https://apify.com/user/name/reviews', { actor: 'user/name' }],
  ['https://apify.com/user/name?fpr=abc', { actor: 'user/name' }],
  ['https://apify.com/user/name#readme', { actor: 'user/name' }],
  ['https://apify.com/jane.doe/name', { actor: 'jane.doe/name' }],
  // Apify Console
  ['https://console.apify.com/actors/A1', { actor: 'A1' }],
  ['https://console.apify.com/actors/A1/source', { actor: 'A1' }],
  ['https://console.apify.com/actors/A1/input?tab=json', { actor: 'A1' }],
  ['https://console.apify.com/actors/A1/information/latest/readme', { actor: 'A1' }],
  ['https://console.apify.com/actors/user~name', { actor: 'user~name' }],
  ['https://console.apify.com/actors/A1/runs/R1', { actor: 'A1', run: 'R1' }],
  ['https://console.apify.com/actors/A1/runs/R1#log', { actor: 'A1', run: 'R1' }],
  ['https://console.apify.com/actors/runs/R1', { run: 'R1' }],
  ['https://console.apify.com/actors/runs/R1#output', { run: 'R1' }],
  ['https://console.apify.com/view/runs/R1', { run: 'R1' }],
  ['console.apify.com/actors/runs/R1/', { run: 'R1' }],
  ['https://my.apify.com/actors/A1#/runs/R1', { actor: 'A1' }],
  ['https://console.apify.com/actors/tasks/T1', { task: 'T1' }],
  ['https://console.apify.com/actors/tasks/T1/runs/R1', { task: 'T1', run: 'R1' }],
  ['https://console.apify.com/actors/builds/B1', { build: 'B1' }],
  ['https://console.apify.com/actors/A1/builds/0.1.2', { actor: 'A1' }],
  ['https://console.apify.com/organization/O1/actors/A1/runs/R1', { actor: 'A1', run: 'R1' }],
  ['https://console.apify.com/organization/O1/storage/datasets/D1', { dataset: 'D1' }],
  ['https://console.apify.com/storage/datasets/D1', { dataset: 'D1' }],
  ['https://console.apify.com/storage/datasets/D1?view=overview', { dataset: 'D1' }],
  ['https://console.apify.com/storage/dataset/D1', { dataset: 'D1' }],
  ['https://console.apify.com/view/datasets/D1', { dataset: 'D1' }],
  ['https://console.apify.com/storage/key-value-stores/S1', { store: 'S1' }],
  ['https://console.apify.com/storage/key-value-store/S1', { store: 'S1' }],
  ['https://console.apify.com/storage/key-value/S1', { store: 'S1' }],
  // Apify's API
  ['https://api.apify.com/v2/acts/user~name/runs', { actor: 'user~name' }],
  ['https://api.apify.com/v2/acts/user%7Ename', { actor: 'user~name' }],
  ['https://api.apify.com/v2/actors/A1/run-sync-get-dataset-items?token=x', { actor: 'A1' }],
  ['https://api.apify.com/v2/acts/A1/runs/R1', { actor: 'A1', run: 'R1' }],
  ['https://api.apify.com/v2/acts/A1/builds/B1', { actor: 'A1', build: 'B1' }],
  ['https://api.apify.com/v2/acts/A1/runs/last/dataset', { actor: 'A1' }],
  ['https://api.apify.com/v2/actor-runs/R1', { run: 'R1' }],
  ['https://api.apify.com/v2/actor-runs/R1/dataset/items?token=x', { run: 'R1' }],
  [
    'https://api.apify.com/v2/actor-runs/R1/key-value-store/records/OUTPUT',
    { run: 'R1', record: 'OUTPUT' },
  ],
  [
    'https://api.apify.com/v2/acts/A1/runs/last/key-value-store/records/OUTPUT',
    { actor: 'A1', record: 'OUTPUT' },
  ],
  ['https://api.apify.com/v2/actor-tasks/user~task/runs', { task: 'user~task' }],
  ['https://api.apify.com/v2/actor-builds/B1/log', { build: 'B1' }],
  ['https://api.apify.com/v2/logs/L1', { run: 'L1', build: 'L1' }],
  ['https://api.apify.com/v2/datasets/D1/items?format=json&token=x', { dataset: 'D1' }],
  ['https://api.apify.com/v2/datasets/user~data', { dataset: 'user~data' }],
  ['https://api.apify.com/v2/key-value-stores/S1/keys', { store: 'S1' }],
  [
    'https://api.apify.com/v2/key-value-stores/S1/records/it%27s.json?token=x',
    { store: 'S1', record: "it's.json" },
  ],
  ['api.apify.com/v2/datasets/D1', { dataset: 'D1' }],
  ['/v2/datasets/D1/items', { dataset: 'D1' }],
  ['v2/datasets/D1', { dataset: 'D1' }],
  ['/actors/runs/R1', { run: 'R1' }],
  ['storage/datasets/D1', { dataset: 'D1' }],
  // The local platform
  ['http://127.0.0.1:4321/v2/datasets/D1/items', { dataset: 'D1' }],
  ['http://localhost:8080/v2/actor-runs/R1', { run: 'R1' }],
  ['localhost:8080/v2/acts/local~website-crawler', { actor: 'local~website-crawler' }],
  ['http://[::1]:8080/v2/key-value-stores/S1', { store: 'S1' }],
  // Resources of this server
  ['apify://dataset/D1/items?limit=5', { dataset: 'D1' }],
  ['apify://dataset/user~data', { dataset: 'user~data' }],
  ['apify://store/S1/OUTPUT', { store: 'S1', record: 'OUTPUT' }],
  ['apify://run/R1/log', { run: 'R1' }],
  ['apify://run/R1/OUTPUT', { run: 'R1', record: 'OUTPUT' }],
  ['apify://actor/user~name/readme', { actor: 'user~name' }],
]

describe('an address', () => {
  it.each(ADDRESSES)('%s names what its path names', (text, ids) => {
    const address = readAddress(text)
    expect(address?.ids).toBeDefined()
    for (const kind of KINDS) expect(address && idOf(address, kind), kind).toBe(ids[kind])
  })
})
