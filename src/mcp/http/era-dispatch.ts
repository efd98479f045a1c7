import type { Era } from '../channel.ts'
import type { RequestHandlers } from '../request-handlers.ts'
import type { AnswerExchange, EraDispatch } from './exchange-contract.ts'

const LOAD: Record<Era, (handlers: RequestHandlers) => Promise<AnswerExchange>> = {
  legacy: async (handlers) => (await import('../legacy/http.ts')).createLegacy(handlers),
  modern: async (handlers) => (await import('../modern/http.ts')).createModern(handlers),
}

/** Creates what answers a POST in its era. The code of an era is loaded with its first POST. */
export function createEraDispatch(handlers: RequestHandlers): EraDispatch {
  const loaded = new Map<Era, Promise<AnswerExchange>>()
  return (era) => {
    const answer = loaded.get(era) ?? LOAD[era](handlers)
    loaded.set(era, answer)
    return answer
  }
}
