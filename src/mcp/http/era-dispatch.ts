import type { Answers } from '../request-handlers.ts'
import type { AnswerExchange, Exchanger } from './exchange-contract.ts'

/** Answers POSTs in the era of each; the code of an era is loaded with its first. */
export function createExchanger(answers: Answers): Exchanger {
  let handshake: Promise<AnswerExchange> | undefined
  let modern: Promise<AnswerExchange> | undefined
  return (isModern) => {
    if (isModern) {
      modern ??= import('../modern/http.ts').then(({ createModern }) => createModern(answers))
      return modern
    }
    handshake ??= import('../legacy/http.ts').then(({ createHandshake }) =>
      createHandshake(answers),
    )
    return handshake
  }
}
