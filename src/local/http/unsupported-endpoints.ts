import { canonicalPath } from './canonical-path.ts'

/**
 * Endpoints in the API's description that this platform does not support, and why. They get 501
 * rather than 404 or 405, which says that the address is right. A route in the table takes
 * precedence.
 */
export const UNSUPPORTED: readonly { why: string; endpoints: [methods: string, path: RegExp][] }[] =
  [
    {
      why: 'An Actor is a folder that --actors names: make, change or delete that folder.',
      endpoints: [
        ['POST', /^\/v2\/actors$/],
        ['PUT DELETE', /^\/v2\/actors\/[^/]+$/],
      ],
    },
    {
      why: 'The only version of an Actor is its folder: change .actor/actor.json in it.',
      endpoints: [['POST PUT DELETE', /^\/v2\/actors\/[^/]+\/versions(\/|$)/]],
    },
    {
      why: 'Nothing is charged and nothing is deleted after a time here, so there is no limit to change. `prune` deletes old runs.',
      endpoints: [['PUT', /^\/v2\/users\/me\/limits$/]],
    },
    {
      why: 'A signature shows who encoded an object. Here there is one account, which no other server knows.',
      endpoints: [['POST', /^\/v2\/tools\/(encode-and-sign|decode-and-verify)$/]],
    },
  ]

/** Returns why this platform does not support an operation that the API documents, or undefined. */
export function whyUnsupported(method: string, path: string): string | undefined {
  const canonical = canonicalPath(path)
  const family = UNSUPPORTED.find(({ endpoints }) =>
    endpoints.some(
      ([methods, known]) => methods.split(' ').includes(method) && known.test(canonical),
    ),
  )
  return family?.why
}
