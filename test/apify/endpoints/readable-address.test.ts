import { describe, expect, it } from 'vitest'
import { readableAddress } from '../../../src/apify/endpoints/readable-address.ts'
import { DENIED_PATHS, READABLE_PATHS } from '../../../src/apify/endpoints/readable-paths.ts'
import {
  hasApiDescription,
  operations,
  WITHOUT_DESCRIPTION,
} from '../../support/local-platform/api-description.ts'

describe('the paths that are read', () => {
  it.skipIf(!hasApiDescription)(
    `and those that are not are all that GET takes${WITHOUT_DESCRIPTION}`,
    () => {
      const described = operations.flatMap((one) => /^GET \/v2\/(.+)$/.exec(one)?.[1] ?? [])
      const listed = [...READABLE_PATHS, ...Object.keys(DENIED_PATHS)]
      expect(listed.toSorted()).toEqual(described.toSorted())
    },
  )

  it('have no path twice', () => {
    expect(new Set(READABLE_PATHS).size).toBe(READABLE_PATHS.length)
    for (const path of Object.keys(DENIED_PATHS)) expect(READABLE_PATHS).not.toContain(path)
  })
})

describe('an address', () => {
  it.each<[text: string, path: string, query: object]>([
    ['v2/datasets', '/v2/datasets', {}],
    ['datasets/', '/v2/datasets', {}],
    ['v2/acts/alice~crawler', '/v2/actors/alice~crawler', {}],
    ['v2/actors/a/runs/last/log', '/v2/actors/a/runs/last/log', {}],
    [
      'v2/actor-runs/last/dataset/items?limit=2',
      '/v2/actor-runs/last/dataset/items',
      { limit: '2' },
    ],
    [
      "v2/key-value-stores/a/records/it's(1)!.txt",
      "/v2/key-value-stores/a/records/it's(1)!.txt",
      {},
    ],
    ['v2/users/%6De', '/v2/users/me', {}],
    ['datasets/a/items?fields=a,b&token=x&signature=y', '/v2/datasets/a/items', { fields: 'a,b' }],
    [
      'datasets/a/items?search=%26method%3DPOST',
      '/v2/datasets/a/items',
      { search: '&method=POST' },
    ],
  ])('%s is read', (text, path, query) => {
    expect(readableAddress(text)).toMatchObject({ path, query })
  })

  it.each([
    '',
    '/',
    'v2',
    'v2/',
    'v2//datasets',
    'v2/v2/datasets',
    '../v2/datasets',
    'v2/datasets/..',
    'v2/datasets/../users/me',
    'v2/datasets/%2e%2e/items',
    'v2/datasets/%2E/items',
    'v2/datasets/.../items',
    'v2/datasets/a%2Fitems',
    'v2/datasets/a%5citems',
    'v2/datasets/a\\items',
    'v2/datasets/a%252e%252e',
    'v2/datasets/%00',
    'v2/datasets/%zz',
    'v2/datasets/a%3Ftoken',
    'v2/datasets/a;b',
    'v2/datasets/a b',
    `v2/datasets/${'a'.repeat(300)}`,
    'https://evil.example/v2/datasets',
    '@evil.example/v2/datasets',
    'v3/datasets',
    'v2/nothing',
    'v2/datasets/a/b/c',
    'v2/browser-info',
    'v2/users/me/limits/x',
    'v2/actors/a/run-sync',
    'v2/acts/a/run-sync-get-dataset-items',
    'v2/actor-tasks/a/run-sync',
    'v2/actors/a/versions/0.1/env-vars',
    'v2/actors/a/versions/0.1/env-vars/KEY',
    'v2/actors/a/versions/0.1/%65nv-vars',
    'v2/datasets?method=DELETE',
    'v2/datasets?METHOD=POST',
    'v2/datasets?a',
    'v2/logs/a?stream=1',
    'v2/actor-runs/a?waitForFinish=60',
    'v2/request-queues/a/head?clientKey=x',
  ])('%j is refused', (text) => {
    expect(() => readableAddress(text)).toThrow(/not valid|not read here|not an address|not taken/)
  })
})
