import { expect, it } from 'vitest'
import { type ArgumentKind, readAddress } from '../../../../tools/support/pasted-ids/address.ts'
import { wrongAddress } from '../../../../tools/support/pasted-ids/wrong-address.ts'

const WRONG: [kind: ArgumentKind, address: string, problem: RegExp][] = [
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
  ['record', 'https://api.apify.com/v2/key-value-stores/S1', /a key-value store, not of a record/],
  [
    'run',
    'https://api.apify.com/v2/actor-builds/B1',
    /address of a build, not of a run\. `get_log` takes/,
  ],
  [
    'dataset',
    'https://console.apify.com/storage/request-queues/Q1',
    /a request queue, not of a dataset\. `queueId` takes it/,
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
    /^the address `apify\.com\/pricing` does not name an Actor\. Give it$/,
  ],
  ['actor', 'https://apify.com/store/categories', /does not name an Actor/],
  ['actor', 'https://apify.com/', /does not name an Actor/],
  ['actor', 'https://console.apify.com/actors/development', /does not name an Actor/],
  ['dataset', 'https://console.apify.com/storage/datasets', /does not name a dataset/],
  ['dataset', 'https://docs.apify.com/platform/storage/datasets/abc', /does not name a dataset/],
  [
    'run',
    'https://example.com/actors/runs/R1',
    /^`example\.com\/actors\/runs\/R1` is not an address of Apify\. Give it$/,
  ],
  ['actor', 'https://apify.com.example.com/user/name', /is not an address of Apify/],
  ['actor', 'https://apify.com@example.com/user/name', /^`example\.com\/user\/name` is not/],
  ['actor', 'example.com/user/name', /is not an address of Apify/],
  ['actor', 'ftp://apify.com/user/name', /is not an address of Apify/],
  ['dataset', 'file:///v2/datasets/D1', /is not an address of Apify/],
]

it.each(WRONG)('for a %s, %s is an error', (kind, text, problem) => {
  const address = readAddress(text)
  expect(address && wrongAddress(address, kind, 'Give it')).toMatch(problem)
})
