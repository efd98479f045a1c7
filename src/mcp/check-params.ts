import { z } from 'zod'
import { describeIssue } from './describe-issue.ts'
import { INVALID_PARAMS } from './jsonrpc.ts'
import { capabilities, clientInfo, object, text } from './message-shapes.ts'

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
const page = object({ cursor: text.optional() }).optional()

type ParamsByMethod = ReadonlyMap<string, z.ZodType>

/**
 * The params of the methods, as the SDKs check them, which would answer with a dump of what their
 * schema library found. The methods that the SDK adds from 2026-07-28 on are answered with sentences.
 */
export const PARAMS: ParamsByMethod = new Map<string, z.ZodType>([
  ['tools/list', page],
  ['tools/call', object({ name: text, arguments: object({}).optional() })],
  ['prompts/list', page],
  ['prompts/get', object({ name: text, arguments: textByName })],
  ['resources/list', page],
  ['resources/templates/list', page],
  ['resources/read', object({ uri: text })],
  [
    'completion/complete',
    object({
      ref: reference,
      argument: object({ name: text, value: text }),
      context: object({ arguments: textByName }).optional(),
    }),
  ],
])

/** The same, with those of the handshake. */
export const LEGACY_PARAMS: ParamsByMethod = new Map<string, z.ZodType>([
  ...PARAMS,
  ['initialize', object({ protocolVersion: text, capabilities, clientInfo })],
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
  const [issue] = schema?.safeParse(params, { reportInput: true }).error?.issues ?? []
  return issue && describeIssue('params', issue)
}
