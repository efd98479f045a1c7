import { describe, expect, it } from 'vitest'
import { routeOf } from '../../../src/apify/transport/route.ts'

describe('routeOf', () => {
  it.each([
    ['/v2/users/me/limits', '/v2/users/me/limits'],
    ['/v2/actors/alice~crawler/runs', '/v2/actors/{id}/runs'],
    ['/v2/actors/runs/runs', '/v2/actors/{id}/runs'],
    ['/v2/actors/alice~crawler/builds/default', '/v2/actors/{id}/builds/default'],
    ['/v2/actor-runs/HG7ML7M8z78YcAPEB', '/v2/actor-runs/{id}'],
    ['/v2/actor-runs/HG7ML7M8z78YcAPEB/dataset/items', '/v2/actor-runs/{id}/dataset/items'],
    ['/v2/key-value-stores/s/records/records', '/v2/key-value-stores/{id}/records/{id}'],
    ['/v2/datasets', '/v2/datasets'],
    ['/v2/secret%2Fplace/anything', '/v2/{id}/{id}'],
  ])('%s is %s', (path, route) => {
    expect(routeOf(path)).toBe(route)
  })
})
