import { describe, expect, it } from 'vitest'
import {
  type ArgumentKind,
  pastedActorId,
  readPastedId,
} from '../../../../tools/support/pasted-ids/pasted-id.ts'

const KINDS = ['actor', 'task', 'run', 'dataset', 'store', 'record', 'build'] as const
const ID = 'HG7ML7M8z78YcAPEB'

const idIn = (text: string, ...kinds: [ArgumentKind, ...ArgumentKind[]]) =>
  readPastedId(text, kinds)

describe('a plain id', () => {
  it.each([
    ID,
    'user/name',
    'user~name',
    '~name',
    '/name',
    'jane.doe/my-store',
    'jane.doe/my.actor_2',
    'local/website-crawler',
    'apify.com',
    'v2/name',
    'actors/name',
    'datasets/name',
    'apify.com.user',
    '-_.',
    'a'.repeat(128),
  ])('stays as it is: %s', (id) => {
    for (const kind of KINDS) expect(idIn(id, kind), kind).toEqual({ id })
  })

  it.each(["a-Z.0_9!'()", "'quoted'", '(1)', '!', '.hidden', "it's"])(
    'that is a key may have %s',
    (id) => {
      expect(idIn(id, 'record')).toEqual({ id })
    },
  )

  it.each(['..', 'a/..', 'a b', 'ä', 'a?b', '__proto__', 'user/name/extra', 'a%ZZ'])(
    'that is not valid is left to the check before it is sent: %s',
    (id) => {
      expect(idIn(id, 'dataset')).toEqual({ id })
    },
  )
})

describe('what surrounds an id', () => {
  it.each([
    ' user/name ',
    '\tuser/name\r\n',
    '\u00a0\ufeffuser/name\u200b',
    '"user/name"',
    "'user/name'",
    '`user/name`',
    '“user/name”',
    '«user/name»',
    '<user/name>',
    '(user/name)',
    '**user/name**',
    '["user/name"]',
    ' "`user/name`", ',
    'user/name/',
    'user/name//',
    '/user/name',
    '@user/name',
    'user%2Fname',
    'user/name?fpr=abc',
    'user/name#readme',
    'user/name/?a=b#c',
    '[the name](https://apify.com/user/name)',
    '[user/name]',
  ])('is removed: %j', (text) => {
    expect(idIn(text, 'actor')).toEqual({ id: 'user/name' })
  })

  it.each([' OUTPUT\n', '"OUTPUT"', '`OUTPUT`', '<OUTPUT>', '“OUTPUT”'])(
    'is removed from a key where no key may have it: %j',
    (text) => {
      expect(idIn(text, 'record')).toEqual({ id: 'OUTPUT' })
    },
  )

  it.each([`${ID}#output`, `${ID}#log`, `${ID}/`, `\`${ID}\``])('is removed: %s', (text) => {
    expect(idIn(text, 'run')).toEqual({ id: ID })
  })

  it.each(['', ' ', '\n\t', '\u200b', '""', '``', '/', ' <> '])(
    'of nothing is an error: %j',
    (text) => {
      for (const kind of KINDS)
        if (kind !== 'record' || !text.includes('/'))
          expect(idIn(text, kind), kind).toEqual({
            problem: expect.stringMatching(/^blank\. Give \S/),
          })
    },
  )
})

/** Addresses, and the ids of each kind in them. */
const ADDRESSES: [address: string, ids: Partial<Record<ArgumentKind, string>>][] = [
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
  it.each(ADDRESSES)('%s names what its path names', (address, ids) => {
    for (const kind of KINDS) {
      const expected = ids[kind] ? { id: ids[kind] } : { problem: expect.stringMatching(/\w/) }
      for (const text of [address, ` ${address}\n`, `<${address}>`, `"${address}"`])
        expect(idIn(text, kind), kind).toEqual(expected)
    }
  })

  it('of a run or a build is taken where both are', () => {
    expect(idIn('https://api.apify.com/v2/actor-runs/R1', 'run', 'build')).toEqual({ id: 'R1' })
    expect(idIn('https://api.apify.com/v2/actor-builds/B1', 'run', 'build')).toEqual({ id: 'B1' })
  })

  it.each<[kind: ArgumentKind, address: string, problem: RegExp]>([
    [
      'run',
      'https://console.apify.com/storage/datasets/D1',
      /^`console.apify.com\/storage\/datasets\/D1` is the address of a dataset, not of a run\. `datasetId` takes it/,
    ],
    [
      'run',
      'https://apify.com/user/name',
      /address of an Actor, not of a run\. `actorId` takes it; `list_runs`/,
    ],
    [
      'run',
      'https://console.apify.com/storage/key-value/S1',
      /a key-value store, not of a run\. `storeId` takes it/,
    ],
    [
      'dataset',
      'https://console.apify.com/actors/A1/runs/R1',
      /address of a run, not of a dataset\. `runId` takes it; `get_run` returns its .*`datasetId`/,
    ],
    [
      'store',
      'https://api.apify.com/v2/actor-runs/R1/dataset',
      /address of a run, not of a key-value store\. `runId` takes it/,
    ],
    [
      'store',
      'https://api.apify.com/v2/datasets/D1',
      /address of a dataset, not of a key-value store/,
    ],
    [
      'actor',
      'https://console.apify.com/actors/tasks/T1',
      /address of a task, not of an Actor\. `taskId` of `run_actor` takes it/,
    ],
    [
      'task',
      'https://console.apify.com/actors/A1',
      /address of an Actor, not of a task\. `actorId` takes it/,
    ],
    [
      'record',
      'https://api.apify.com/v2/key-value-stores/S1',
      /a key-value store, not of a record/,
    ],
    [
      'run',
      'https://api.apify.com/v2/actor-builds/B1',
      /address of a build, not of a run\. `get_log` takes/,
    ],
    [
      'dataset',
      'https://console.apify.com/storage/request-queues/Q1',
      /a request queue, not of a dataset\. No tool takes it/,
    ],
    ['actor', 'https://console.apify.com/schedules/X1', /a schedule, not of an Actor/],
    [
      'dataset',
      'https://api.apify.com/v2/acts/A1/runs/last/dataset/items',
      /means the last run, but does not have its ID\. `list_runs` finds it/,
    ],
    ['build', 'https://console.apify.com/actors/A1/builds/0.1.2', /names a build by its number/],
    [
      'actor',
      'https://apify.com/pricing',
      /^the address `apify\.com\/pricing` does not name an Actor\. Give `user\/name`/,
    ],
    ['actor', 'https://apify.com/store/categories', /does not name an Actor/],
    ['actor', 'https://apify.com/', /does not name an Actor/],
    ['actor', 'https://console.apify.com/actors/development', /does not name an Actor/],
    ['dataset', 'https://console.apify.com/storage/datasets', /does not name a dataset/],
    ['dataset', 'https://docs.apify.com/platform/storage/datasets/abc', /does not name a dataset/],
    [
      'run',
      'https://example.com/actors/runs/R1',
      /^`example\.com\/actors\/runs\/R1` is not an address of Apify\. Give an ID such as/,
    ],
    ['actor', 'https://apify.com.example.com/user/name', /is not an address of Apify/],
    ['actor', 'https://apify.com@example.com/user/name', /^`example\.com\/user\/name` is not/],
    ['actor', 'example.com/user/name', /is not an address of Apify/],
    ['actor', 'ftp://apify.com/user/name', /is not an address of Apify/],
    ['dataset', 'file:///v2/datasets/D1', /is not an address of Apify/],
  ])('without a %s, %s, is an error', (kind, address, problem) => {
    expect(idIn(address, kind)).toEqual({ problem: expect.stringMatching(problem) })
  })

  it('does not show its query, its fragment or its credentials in an error', () => {
    for (const address of [
      'https://sesame@api.apify.com/v2/datasets/D1?token=sesame#sesame',
      'https://example.com/a/b?token=sesame',
      'example.com/a/b/c?token=sesame',
      'see https://api.apify.com/v2/datasets/D1?token=sesame',
    ])
      expect(JSON.stringify(idIn(address, 'run')), address).not.toContain('sesame')
  })

  it('is shown shortened, and much text is not searched', () => {
    const long = `https://example.com/${'a'.repeat(500)}`
    expect(idIn(long, 'run')).toEqual({ problem: expect.stringMatching(/^`.{100}…` is not an/) })
    expect(idIn(' '.repeat(5000), 'run')).toEqual({
      problem: expect.stringMatching(/^too long \(5000 characters\)\. Give an ID/),
    })
  })

  it('with text after it is not taken apart', () => {
    expect(idIn('https://apify.com/user/name\nand more', 'actor')).toEqual({
      id: 'https://apify.com/user/name\nand more',
    })
  })
})

describe('an Actor of the configuration', () => {
  it('is found in an address', () => {
    expect(pastedActorId(' https://apify.com/user/name?fpr=x ')).toBe('user/name')
  })

  it('that is an address of something else is an error', () => {
    expect(() => pastedActorId('https://apify.com/pricing')).toThrow(
      /^The `actorId` is not valid: the address `apify\.com\/pricing` does not name an Actor\./,
    )
  })
})
