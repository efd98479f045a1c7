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

/** The name of the question, and of its answer. */
const KEY = 'confirm'
/** How long a person may take to answer, in seconds. */
const PATIENCE_SECS = 600
/** Seals the questions of a server without a token, which is one process. */
const OWN_KEY = randomBytes(32)

/** What is sealed of a question: a digest of it and its call, and a name of its own. */
const asked = z.object({ subject: z.string(), id: z.string() })

/** Questions whose consent was taken, and until when they could be answered (ms since 1970). */
const taken = new Map<string, number>()

interface Call {
  name: string
  arguments?: Record<string, unknown> | undefined
}

/**
 * Asks by an answer that has the client repeat the call, with what the person said. The repetition
 * may reach another replica: what was asked comes back with it, sealed.
 * @returns `open` gives the answer with the question, where one was put
 */
export function askByRepetition(call: Call, context: ServerContext, environment: CallEnvironment) {
  const { inputResponses, requestState } = context.mcpReq
  let open: InputRequiredResult | undefined
  const askPerson: Caller['askPerson'] = async (message) => {
    const said = inputResponse(inputResponses, KEY)
    if (said.kind === 'elicit' && said.action !== 'accept') return said.action
    const subject = digestOf([message, call.name, call.arguments ?? {}])
    const codec = createRequestStateCodec({ key: keyOf(environment), ttlSeconds: PATIENCE_SECS })
    const sealed = said.kind === 'elicit' ? requestState() : undefined
    if (typeof sealed === 'string') {
      const opened = asked.safeParse(await codec.verify(sealed, context).catch(() => undefined))
      if (opened.data?.subject === subject && takeOnce(opened.data.id)) return 'accept'
    }
    const question = inputRequired.elicit({ message, requestedSchema: CONFIRMATION_FORM })
    open = inputRequired({
      inputRequests: { [KEY]: question },
      requestState: await codec.mint({ subject, id: randomUUID() }),
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

/** An empty capability stands for forms alone. */
function takesForms({ mcpReq: { envelope } }: ServerContext): boolean {
  const elicitation = capable.safeParse(envelope).data?.[CLIENT_CAPABILITIES_META_KEY].elicitation
  return elicitation !== undefined && ('form' in elicitation || !('url' in elicitation))
}

/**
 * Every replica has the token that calls are made with, and so reads what another has sealed. A
 * client with a token of its own could seal a question itself: it could say yes to one as well.
 */
function keyOf({ settings, secret }: CallEnvironment): Buffer {
  const token = settings.mode === 'cloud' ? secret() : undefined
  return token === undefined ? OWN_KEY : createHmac('sha256', token).update('confirm').digest()
}

/** A consent counts once, so that a repetition sent twice does not start two runs. */
function takeOnce(id: string): boolean {
  const now = Date.now()
  for (const [old, until] of taken) if (until < now) taken.delete(old)
  if (taken.has(id)) return false
  taken.set(id, now + PATIENCE_SECS * 1000)
  return true
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, sortKeys)).digest('base64url')
}

/** Clients may write the keys of objects in another order. */
function sortKeys(_: string, value: unknown): unknown {
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
