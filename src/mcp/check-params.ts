import { z } from 'zod'
import { describeParamsError } from './describe-params-error.ts'
import { CAPABILITIES_KEY, INVALID_PARAMS, VERSION_KEY } from './jsonrpc.ts'
import { capabilities, clientInfo, logLevel, object, text } from './message-shapes.ts'

const textByName = z.record(z.string(), text, 'must be an object').optional()

const reference = z.discriminatedUnion(
  'type',
  [
    object({ type: z.literal('ref/prompt'), name: text }),
    object({ type: z.literal('ref/resource'), uri: text }),
  ],
  {
    error: ({ code }: { code: string }) =>
      code === 'invalid_union' ? 'must be "ref/prompt" or "ref/resource"' : 'must be an object',
  },
)

const call = <Shape extends z.ZodRawShape>(shape: Shape) =>
  object({ ...shape, name: text, arguments: object({}).optional() })
/** What a call that is a task asks for. */
const task = object({ ttl: z.number('must be a number').optional() })

type ParamsByMethod = ReadonlyMap<string, z.ZodType>

/**
 * Returns the params of the methods, as the SDKs check them, which would answer with a dump of what
 * their schema library found.
 */
function paramsByMethod(common: { _meta?: z.ZodType }): [method: string, params: z.ZodType][] {
  const page = object({ ...common, cursor: text.optional() }).optional()
  return [
    ['tools/list', page],
    ['tools/call', call(common)],
    ['tasks/get', object({ ...common, taskId: text })],
    ['tasks/cancel', object({ ...common, taskId: text })],
    ['prompts/list', page],
    ['prompts/get', object({ ...common, name: text, arguments: textByName })],
    ['resources/list', page],
    ['resources/templates/list', page],
    ['resources/read', object({ ...common, uri: text })],
    [
      'completion/complete',
      object({
        ...common,
        ref: reference,
        argument: object({ name: text, value: text }),
        context: object({ arguments: textByName }).optional(),
      }),
    ],
  ]
}

/** The params of a call in the versions with a handshake. */
export const LEGACY_CALL = call({ task: task.optional() })

/** The params of the versions with a handshake. */
export const LEGACY_PARAMS: ParamsByMethod = new Map([
  ...paramsByMethod({}),
  ['initialize', object({ protocolVersion: text, capabilities, clientInfo })],
  ['tools/call', LEGACY_CALL],
  ['logging/setLevel', object({ level: logLevel })],
  ['tasks/result', object({ taskId: text })],
  ['tasks/list', object({ cursor: text.optional() }).optional()],
])

/** What the metadata of each request must have, if there is any; the SDK says what is missing else. */
const envelope = object({ [VERSION_KEY]: text, [CAPABILITIES_KEY]: capabilities }).optional()

/** The params of the versions without a handshake, but for `subscriptions/listen`. */
export const MODERN_PARAMS: ParamsByMethod = new Map([
  ...paramsByMethod({ _meta: envelope }),
  ['server/discover', object({ _meta: envelope })],
  ['tasks/update', object({ _meta: envelope, taskId: text, inputResponses: object({}) })],
])

interface AnyMessage {
  id?: unknown
  method?: string
  params?: unknown
}

/** What carries messages to the server of an era, in the form of its SDK. */
interface Receiver<Message extends object, Extra> {
  onmessage?: ((message: Message, extra?: Extra) => void) | undefined
  send(message: object): Promise<void>
}

/** Answers requests with wrong params before the server of an era sees them, with a sentence. */
export function answerInvalidParams<Message extends object, Extra>(
  receiver: Receiver<Message, Extra>,
  schemas: ParamsByMethod,
): void {
  const serve = receiver.onmessage
  receiver.onmessage = (message, extra) => {
    const problem = problemOf(message, schemas)
    if (problem === undefined) return serve?.(message, extra)
    const { id }: AnyMessage = message
    const error = { code: INVALID_PARAMS, message: problem }
    receiver.send({ jsonrpc: '2.0', id, error }).catch(() => {})
  }
}

function problemOf(
  { id, method, params }: AnyMessage,
  schemas: ParamsByMethod,
): string | undefined {
  const schema = id === undefined ? undefined : schemas.get(method ?? '')
  const error = schema?.safeParse(params, { reportInput: true }).error
  return error && describeParamsError(error)
}
