import { expect, it } from 'vitest'
import { tools } from '../../../tools/index.ts'
import { DEVELOP_CALLS } from '../../support/develop-calls.ts'
import {
  documentedPath,
  hasApiDescription,
  operations,
  queryParametersOf,
  WITHOUT_DESCRIPTION,
} from '../../support/local-platform/api-description.ts'
import { serve } from '../../support/seeded-server.ts'

const CALLS: [tool: string, args: Record<string, unknown>][] = [
  ...DEVELOP_CALLS.map(({ tool, args }): [string, Record<string, unknown>] => [tool.name, args]),
  ['list_builds', { limit: 3, offset: 1 }],
  [
    'resurrect_run',
    {
      ...{ runId: 'run1', build: '0.1.2', memoryMbytes: 256, timeoutSecs: 9 },
      ...{ maxItems: 5, maxTotalChargeUsd: 0.5 },
    },
  ],
  ['build_actor', { actorId: 'alice/crawler', version: '0.1', useCache: true, waitSecs: 1 }],
  ['add_requests', { runId: 'run1', requests: [{ url: 'https://a.b' }], forefront: true }],
]

it('there is a call of each tool', () => {
  const names = tools.filter(({ toolset }) => toolset === 'develop').map(({ name }) => name)
  expect(DEVELOP_CALLS.map(({ tool }) => tool.name).toSorted()).toEqual(names.toSorted())
})

it.skipIf(!hasApiDescription)(
  `each request is one that the API's description has${WITHOUT_DESCRIPTION}`,
  async () => {
    const { call, fake } = await serve({ args: ['--tools=all'] })
    fake.datasets.set('prices1', [{ price: 1 }])
    for (const [tool, args] of CALLS) {
      await call(tool, args)
      expect(fake.requests.length, tool).toBeGreaterThan(0)
      for (const { method, path, query } of fake.requests.splice(0)) {
        const operation = `${method} ${documentedPath(path)}`
        expect(operations, `${tool}: ${method} ${path}`).toContain(operation)
        const known = queryParametersOf(operation)
        for (const name of Object.keys(query)) expect(known, `${operation} ${name}`).toContain(name)
      }
    }
  },
)
