import type { Dispatcher } from 'undici'

/** The part of undici's dispatcher that the client uses. */
export interface Connections {
  request(options: Dispatcher.RequestOptions): Promise<Dispatcher.ResponseData>
  destroy(): Promise<void>
}

/**
 * Returns connections on which the first request goes alone: the others wait until it has been answered, or has
 * failed. The API settles a payment with the first request that it comes with, and refuses others meanwhile, as
 * `x402-agentic-payment-settlement-in-progress`.
 */
export function firstAlone(connections: Connections): Connections {
  let first: Promise<unknown> | undefined
  return {
    async request(options) {
      if (first) {
        await first
        return connections.request(options)
      }
      const answer = connections.request(options)
      first = answer.catch(() => {})
      return answer
    },
    destroy: () => connections.destroy(),
  }
}
