import { expect, test } from 'vitest'
import { data } from '../../../src/local/http/reply.ts'
import { createRouter, type Method } from '../../../src/local/http/router.ts'

const routeOf = (method: Method, path: string) => ({ method, path, handler: () => data({}) })

const route = createRouter([
  routeOf('GET', '/v2/actors/:actorId'),
  routeOf('GET', '/v2/actors/:actorId/runs/:runId'),
  routeOf('POST', '/v2/actors/:actorId/runs/:runId/abort'),
  routeOf('GET', '/v2/actors/:actorId/runs/last'),
])

test.each<[method: string, path: string, found: string]>([
  ['GET', '/v2/actors/x', '/v2/actors/:actorId'],
  ['GET', '/v2/actors/x/', '/v2/actors/:actorId'],
  ['HEAD', '/v2/acts/x', '/v2/actors/:actorId'],
  ['GET', '/v2/actors/last/runs/x', '/v2/actors/:actorId/runs/:runId'],
  ['GET', '/v2/actors/x/runs/last', '/v2/actors/:actorId/runs/last'],
  ['POST', '/v2/actors/x/runs/last/abort', '/v2/actors/:actorId/runs/:runId/abort'],
])('%s %s is served by %s', (method, path, found) => {
  expect(route(method, path).route.path).toBe(found)
})

test.each([
  ['GET', '/v2/nothing', 404, 'page-not-found'],
  ['GET', '/v2/actors/x/runs/', 404, 'page-not-found'],
  ['GET', '/v2/actors//runs/x', 404, 'page-not-found'],
  ['GET', '/v2/actors/../actors/x', 404, 'page-not-found'],
  ['PUT', '/v2/actors/x/runs/last', 405, 'method-not-allowed'],
  ['PUT', '/v2/actors/x', 501, 'not-implemented'],
  ['PUT', '/v2/acts/x/versions/0.1', 501, 'not-implemented'],
])('%s %s is answered with %i %s', (method, path, status, type) => {
  expect(() => route(method, path)).toThrow(expect.objectContaining({ status, type }))
})

test('parts of a path are decoded', () => {
  const { param } = route('GET', '/v2/actors/local%2Fa%20b/runs/r')
  expect([param('actorId'), param('runId')]).toEqual(['local/a b', 'r'])
  const broken = route('GET', '/v2/actors/%E0%A4%A')
  expect(() => broken.param('actorId')).toThrow(
    expect.objectContaining({ status: 400, type: 'invalid-id' }),
  )
})
