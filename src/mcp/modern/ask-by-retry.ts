import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto'
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
import type { Caller } from '../../tool-call/call-tool.ts'
import { CONFIRMATION_FORM } from '../confirmation-form.ts'

/** The key of the question and of its answer. */
const KEY = 'confirm'
/** How long a person may take to answer, in seconds. */
const ANSWER_SECS = 600
/** Seals the questions of a server without a token, which is a single process. */
const OWN_KEY = randomBytes(32)

/** The sealed state of a question: a digest of it and its call, and a unique id. */
const asked = z.object({ subject: z.string(), id: z.string() })

/**
 * Questions that a person has answered, in the order of the answers, and until when they could be
 * answered (ms since 1970).
 */
const answered = new Map<string, number>()

/**
 * Asks by a result that makes the client repeat the call, with the person's answer. The repeated call
 * may reach another replica, so the sealed question comes back with it.
 * @returns `open` returns the result with the question; undefined if there is no open question
 */
export function askByRetry(tool: string, context: ServerContext, environment: CallEnvironment) {
  const { inputResponses, requestState } = context.mcpReq
  let open: InputRequiredResult | undefined
  const askPerson: Caller['askPerson'] = async (message, subject) => {
    const answer = inputResponse(inputResponses, KEY)
    const digest = digestOf([tool, subject])
    const codec = createRequestStateCodec({ key: keyOf(environment), ttlSeconds: ANSWER_SECS })
    if (answer.kind === 'elicit') {
      const sealed = requestState()
      const verified = typeof sealed === 'string' && codec.verify(sealed, context)
      const opened = asked.safeParse(await Promise.resolve(verified).catch(() => undefined)).data
      if (answer.action !== 'accept') {
        // A client that asked may send the same seal again, with a yes.
        if (opened) takeOnce(opened.id)
        return answer.action
      }
      if (opened?.subject === digest && takeOnce(opened.id)) return 'accept'
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
function takesForms({ mcpReq: { envelope } }: ServerContext): boolean {
  const elicitation = capable.safeParse(envelope).data?.[CLIENT_CAPABILITIES_META_KEY].elicitation
  return elicitation !== undefined && ('form' in elicitation || !('url' in elicitation))
}

/**
 * Returns the key that seals questions. Every replica has the token that calls are made with, so it
 * can read what another replica sealed. A client with its own token could forge a question, but it
 * could also accept one.
 */
function keyOf({ settings, secret }: CallEnvironment): Buffer {
  const token = settings.mode === 'cloud' ? secret() : undefined
  return token === undefined ? OWN_KEY : createHmac('sha256', token).update('confirm').digest()
}

/**
 * Notes that a question is answered.
 * @returns whether this is its first answer: no other one counts, so that a retry starts no second run
 */
function takeOnce(id: string): boolean {
  const now = Date.now()
  for (const [old, until] of answered) {
    if (until >= now) break
    answered.delete(old)
  }
  if (answered.has(id)) return false
  answered.set(id, now + ANSWER_SECS * 1000)
  return true
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, sortKeys)).digest('base64url')
}

/** Sorts the keys of objects, since clients may send them in another order. */
function sortKeys(_: string, value: unknown): unknown {
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
