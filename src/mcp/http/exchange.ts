import type { IncomingMessage } from 'node:http'
import type { Answers, Asker } from '../answers.ts'
import type { Started } from './flight.ts'
import type { Form } from './messages.ts'

/** One POST that is answered, in the terms of any era. */
export interface Exchange {
  request: IncomingMessage
  /** The version that its header names, one of those with a handshake. */
  version: string | undefined
  /** The request, or where there are several, these. */
  body: unknown
  form: Form
  asker: Asker
  /** Aborts where the client goes away. */
  signal: AbortSignal
  /** Told what serves the request, so that it can be ended. */
  onStart(started: Started): void
}

export type AnswerExchange = (exchange: Exchange) => Promise<Response>
export type Exchanger = (isModern: boolean) => Promise<AnswerExchange>

/** Answers POSTs in the era of each; the code of an era is loaded with its first. */
export function createExchanger(answers: Answers): Exchanger {
  let handshake: Promise<AnswerExchange> | undefined
  let modern: Promise<AnswerExchange> | undefined
  return (isModern) => {
    if (isModern) {
      modern ??= import('./modern.ts').then(({ createModern }) => createModern(answers))
      return modern
    }
    handshake ??= import('./handshake.ts').then(({ createHandshake }) => createHandshake(answers))
    return handshake
  }
}
