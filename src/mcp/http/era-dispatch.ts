import type { HandlersFor } from '../access/offered.ts'
import type { Era } from '../channel.ts'
import type { AnswerExchange, EraDispatch } from './exchange-contract.ts'

const LOAD: Record<Era, (handlersFor: HandlersFor) => Promise<AnswerExchange>> = {
  legacy: async (handlersFor) => (await import('../legacy/http.ts')).createLegacy(handlersFor),
  modern: async (handlersFor) => (await import('../modern/http.ts')).createModern(handlersFor),
}

/** Creates what answers a POST in its era. The code of an era is loaded with its first POST. */
export function createEraDispatch(handlersFor: HandlersFor): EraDispatch {
  const loaded = new Map<Era, Promise<AnswerExchange>>()
  return (era) => {
    const answer = loaded.get(era) ?? LOAD[era](handlersFor)
    loaded.set(era, answer)
    return answer
  }
}
