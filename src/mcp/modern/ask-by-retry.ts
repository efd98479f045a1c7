import { createHash, createHmac, randomUUID } from 'node:crypto'
import {
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type ServerContext,
} from '@modelcontextprotocol/server'
import { z } from 'zod'
import { isObject } from '../../shared/json.ts'
import type { CallEnvironment } from '../../tool-call/call-environment.ts'
import type { Caller } from '../../tool-call/caller.ts'
import { CONFIRMATION_FORM } from '../confirmation-form.ts'
import { ANSWER_SECS, OwnSeals, type Seals } from '../seals.ts'

/** The key of the question and of its answer. */
const KEY = 'confirm'
/** Those of a server that is a single process. */
const ownSeals = new OwnSeals()

/** The sealed state of a question: a digest of it and its call, and a unique id. */
const asked = z.object({ subject: z.string(), id: z.string() })

/**
 * Asks by a result that makes the client repeat the call, with the person's answer. The repeated call
 * may reach another replica, so the sealed question comes back with it.
 * @param seals those of all processes; undefined if this is the only one
 * @returns `open` returns the result with the question; undefined if there is no open question
 */
export function askByRetry(
  tool: string,
  context: ServerContext,
  environment: CallEnvironment,
  seals: Seals = ownSeals,
) {
  const { inputResponses, requestState } = context.mcpReq
  let open: InputRequiredResult | undefined
  const askPerson: Caller['askPerson'] = async (message, subject) => {
    const answer = inputResponse(inputResponses, KEY)
    const digest = digestOf([tool, subject])
    const codec = createRequestStateCodec({
      key: keyOf(environment, seals),
      ttlSeconds: ANSWER_SECS,
    })
    if (answer.kind === 'elicit') {
      const sealed = requestState()
      const verified = typeof sealed === 'string' && codec.verify(sealed, context)
      const opened = asked.safeParse(await Promise.resolve(verified).catch(() => undefined)).data
      if (answer.action !== 'accept') {
        // A client that asked may send the same seal again, with a yes.
        if (opened) await seals.spend(opened.id)
        return answer.action
      }
      if (opened?.subject === digest && (await seals.spend(opened.id))) return 'accept'
    }
    const question = inputRequired.elicit({ message, requestedSchema: CONFIRMATION_FORM })
    open = inputRequired({
      inputRequests: { [KEY]: question },
      requestState: await codec.mint({ subject: digest, id: randomUUID() }),
    })
    return 'later'
  }
  return {
    askPerson: environment.confirm && takesForms(context) ? askPerson : undefined,
    open: () => open,
  }
}

const capable = z.object({
  [CLIENT_CAPABILITIES_META_KEY]: z.object({ elicitation: z.record(z.string(), z.unknown()) }),
})

/** Returns whether the client takes forms. An empty capability means forms only. */
export function takesForms({ mcpReq: { envelope } }: ServerContext): boolean {
  const elicitation = capable.safeParse(envelope).data?.[CLIENT_CAPABILITIES_META_KEY].elicitation
  return elicitation !== undefined && ('form' in elicitation || !('url' in elicitation))
}

/**
 * Returns the key that seals questions. Every replica has the token that calls are made with, so it
 * can read what another replica sealed. A client with its own token could forge a question, but it
 * could also accept one.
 */
function keyOf({ settings, secret }: CallEnvironment, seals: Seals): Buffer {
  const token = settings.mode === 'cloud' ? secret() : undefined
  return token === undefined ? seals.key : createHmac('sha256', token).update('confirm').digest()
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, sortKeys)).digest('base64url')
}

/** Sorts the keys of objects, since clients may send them in another order. */
function sortKeys(_: string, value: unknown): unknown {
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
