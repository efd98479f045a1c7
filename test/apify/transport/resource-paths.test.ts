import { describe, expect, it } from 'vitest'
import {
  recordKeySegment,
  resourceId,
  storagePath,
  storageResource,
} from '../../../src/apify/transport/resource-paths.ts'

describe('resourceId', () => {
  it.each([
    ['HG7ML7M8z78YcAPEB', 'HG7ML7M8z78YcAPEB'],
    ['alice/crawler', 'alice~crawler'],
    ['alice~crawler', 'alice~crawler'],
    ['~my-dataset', '~my-dataset'],
    ['my.actor_2-x', 'my.actor_2-x'],
    ['a'.repeat(128), 'a'.repeat(128)],
  ])('of %j is %j', (value, segment) => {
    expect(resourceId('actorId', value)).toBe(segment)
  })

  it.each(['', '.', '..', 'a/..', '../b', 'a/b/c', 'a b', 'a?b', 'a%2Fb', 'ä', 'a'.repeat(129)])(
    'rejects %j and says what to give',
    (value) => {
      expect(() => resourceId('actorId', value)).toThrow(/`actorId` is not valid: .*`user\/name`/)
    },
  )

  it('asks for the ID of a run, which has no name, and shortens what it quotes', () => {
    expect(() => resourceId('runId', '!'.repeat(70))).toThrow(
      /^`runId` is not valid: "!{60}"… \(70 characters\)\. Give an ID such as `\w{17}`/,
    )
  })
})

describe('a value that is not valid', () => {
  const pasted = 'see https://api.apify.com/v2/datasets/a?token=sesame'

  it.each([() => resourceId('datasetId', pasted), () => recordKeySegment(pasted)])(
    'is quoted without a query',
    (encode) => {
      expect(encode).toThrow(/is not valid: "see https:\/\/api.apify.com\/v2\/datasets\/a\?…"/)
    },
  )
})

describe('recordKeySegment', () => {
  it.each([
    ['OUTPUT', 'OUTPUT'],
    ["a-Z.0_9!'()", "a-Z.0_9!'()"],
    ['.hidden', '.hidden'],
  ])('of %j is %j', (key, segment) => {
    expect(recordKeySegment(key)).toBe(segment)
  })

  it.each(['', '.', '..', 'a/b', 'a b', 'ü', 'a'.repeat(257)])('rejects %j', (key) => {
    expect(() => recordKeySegment(key)).toThrow(/`recordKey` is not valid: .* 1 to 256/)
  })
})

describe('a storage', () => {
  it.each([
    ['dataset', { id: 'alice/prices' }, '/v2/datasets/alice~prices'],
    ['key-value store', { id: 'store1' }, '/v2/key-value-stores/store1'],
    ['dataset', { runId: 'run1' }, '/v2/actor-runs/run1/dataset'],
    ['key-value store', { runId: 'run1' }, '/v2/actor-runs/run1/key-value-store'],
  ] as const)('as %s, %j, has the path %s', (kind, ref, path) => {
    expect(storagePath(kind, ref)).toBe(path)
  })

  it.each([
    ['dataset', { id: '..' }, '`datasetId`'],
    ['key-value store', { id: '..' }, '`storeId`'],
    ['dataset', { runId: '..' }, '`runId`'],
  ] as const)('as %s, %j, is rejected by the name of its argument', (kind, ref, name) => {
    expect(() => storagePath(kind, ref)).toThrow(name)
  })

  it('of a run is named as the run in errors', () => {
    expect(storageResource('dataset', { runId: 'run1' })).toEqual({ kind: 'run', id: 'run1' })
    expect(storageResource('dataset', { id: 'data1' })).toEqual({ kind: 'dataset', id: 'data1' })
  })
})
