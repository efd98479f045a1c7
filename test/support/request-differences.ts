import type { FakeRequest } from './fake-apify/server.ts'
import {
  documentedPath,
  hasApiDescription,
  schemaDifferences,
} from './local-platform/api-description.ts'

/**
 * Returns how the bodies of requests differ from the API's description, one line a difference. Nothing
 * is found without the description.
 */
export function requestDifferences(requests: readonly FakeRequest[]): string[] {
  if (!hasApiDescription) return []
  return requests
    .filter(({ method }) => method === 'POST' || method === 'PUT')
    .flatMap(({ method = '', path, body }) => {
      const documented = documentedPath(path)
      if (documented === undefined) return [`${method} ${path} is not documented`]
      const operation = ['paths', documented, method.toLowerCase()]
      const place = [...operation, 'requestBody', 'content', 'application/json', 'schema']
      return schemaDifferences(place, JSON.parse(body.toString())).map(
        (difference) => `${method} ${path}: ${difference}`,
      )
    })
}
