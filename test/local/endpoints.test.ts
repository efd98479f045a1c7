import { describe, expect, test } from 'vitest'
import { ApiError } from '../../src/local/http/errors.ts'
import { createRouter } from '../../src/local/router.ts'
import { table } from '../../src/local/routes/index.ts'
import { documentedPath, hasApiDescription, operations } from './contract.ts'

const route = createRouter(table)

/** 200 for what a route serves, else the status of the refusal. */
function statusOf(method: string, path: string): number {
  try {
    route(method, path)
    return 200
  } catch (error) {
    if (error instanceof ApiError) return error.status
    throw error
  }
}

/** What is served beyond the description. */
const UNDOCUMENTED = [
  // The alias of a run below its Actor has more than the description tells of; harmless.
  /^\/v2\/actors\/:actorId\/runs\/:runId(\/|$)/,
  /^\/v2\/actors\/:actorId\/runs\/last\/(charge|resurrect)$/,
  /^\/v2\/actors\/:actorId\/runs\/last$/,
]

describe.skipIf(!hasApiDescription)("the endpoints of the API's description", () => {
  test('are each served, or answered 501', () => {
    const statuses = operations.map((operation) => {
      const [method = '', path = ''] = operation.split(' ')
      return { operation, status: statusOf(method, path.replace(/\{[^}]+\}/g, 'x')) }
    })
    const lost = statuses.filter(({ status }) => status !== 200 && status !== 501)
    expect(lost).toEqual([])
    const served = statuses.filter(({ status }) => status === 200)
    process.stdout.write(`Served: ${served.length} of ${statuses.length} documented operations\n`)
    expect(served.length).toBeGreaterThan(130)
  })

  test('are all that is served', () => {
    const documented = new Set(operations)
    const extra = table.filter(({ method, path }) => {
      const known = documentedPath(path.replaceAll(/:\w+/g, 'x'))
      return !documented.has(`${method} ${known}`)
    })
    const paths = extra.map(({ path }) => path)
    expect(paths.filter((path) => !UNDOCUMENTED.some((one) => one.test(path)))).toEqual([])
  })
})

test('the deprecated prefix is an alias, and what is unknown stays unknown', () => {
  expect(statusOf('GET', '/v2/acts/x/runs')).toBe(200)
  expect(statusOf('PUT', '/v2/acts/x')).toBe(501)
  expect(statusOf('PUT', '/v2/actors/x/runs')).toBe(405)
  expect(statusOf('GET', '/v2/schedulesx')).toBe(404)
  expect(statusOf('GET', '/v1/actors')).toBe(404)
})
