import type { RequestHandlers } from '../request-handlers.ts'
import type { AnswerExchange, EraDispatch } from './exchange-contract.ts'

/** Answers POSTs in the era of each; the code of an era is loaded with its first. */
export function createEraDispatch(handlers: RequestHandlers): EraDispatch {
  let legacy: Promise<AnswerExchange> | undefined
  let modern: Promise<AnswerExchange> | undefined
  return (isModern) => {
    if (isModern) {
      modern ??= import('../modern/http.ts').then(({ createModern }) => createModern(handlers))
      return modern
    }
    legacy ??= import('../legacy/http.ts').then(({ createLegacy }) => createLegacy(handlers))
    return legacy
  }
}
