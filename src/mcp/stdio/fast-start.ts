import type { Readable, Writable } from 'node:stream'
import { type ClientOutput, type ClientText, constantToClient } from '../../exit/to-client.ts'
import { isObject } from '../../shared/json.ts'
import { type Audience, declaresViews, getsViews, hasViews } from '../apps/client-views.ts'
import { introduction } from '../introduction.ts'
import { TASKS_VERSION, taskOffer, tasksCapability } from '../tasks/task-offer.ts'
import type { Catalog } from '../tool-catalog.ts'
import { earlyList, type ViewAddresses } from './early-list.ts'

/** The maximum length of a message that is answered here, in bytes. */
const MAX_BYTES = 64 * 1024
/** How many messages are answered here; more need the full server, which waits for clients that do not read. */
const MAX_MESSAGES = 32
/** How long the client may be silent before the full server is loaded anyway, in milliseconds. */
const IDLE_MS = 250

type Params = Record<string, unknown> | undefined
type Answer = (params: Params) => object | undefined

/** The answers to the methods with which every client begins. */
export type Answers = Map<string, Answer>

interface AnswerOptions extends Pick<Catalog, 'versions'> {
  structured: boolean
  /** Whether more tools arrive later, so that only the full server can list them. */
  hasLateTools?: boolean
  /** Which clients get views; undefined if none does. */
  views?: Audience | undefined
  /** Returns the addresses of the views, if the full server has the same. Default: they are not known. */
  viewAddresses?: (() => ViewAddresses | undefined) | undefined
}

/** Returns answers equal to those of the full server; an undefined answer is left to that. */
export function answersFor(
  tools: Catalog['tools'],
  { versions, structured, hasLateTools, views: audience, viewAddresses }: AnswerOptions,
): Answers {
  const changes = hasLateTools || tools.some(({ needs }) => needs === 'list-changes')
  const views = audience !== undefined && hasViews(tools, changes)
  const { serverInfo, capabilities, instructions } = introduction(tools, {
    announces: changes,
    views,
  })
  const offer = taskOffer(tools, changes)
  let hasTasks = false
  let isShown = views && audience === 'all'
  return new Map<string, Answer>([
    [
      'tools/list',
      (params) => {
        if (!hasNoParams(params) || hasLateTools) return undefined
        const addresses = isShown ? viewAddresses?.() : undefined
        if (isShown && !addresses) return undefined
        return { tools: earlyList(tools, { structured, hasTasks, addresses }) }
      },
    ],
    ['ping', (params) => (hasNoParams(params) ? {} : undefined)],
    [
      'initialize',
      (params) => {
        if (!isInitializeParams(params)) return undefined
        const requested = versions.find((version) => version === params?.protocolVersion)
        const protocolVersion = requested ?? versions[0]
        isShown = views && getsViews(audience, declaresViews(params?.capabilities))
        hasTasks = offer !== undefined && protocolVersion === TASKS_VERSION
        const offered = {
          ...capabilities,
          ...(hasTasks && offer && { tasks: tasksCapability(offer) }),
        }
        return { protocolVersion, capabilities: offered, serverInfo, instructions }
      },
    ],
  ])
}

/** What became of the client: it has gone, or it waits for the answer to what `input` still holds. */
export type FastStart =
  | { client: 'gone' }
  /** `replay`: messages that were read already, which the full server must know too. */
  | { client: 'open'; replay: string[] }

/**
 * Answers a client's first requests until one needs the full server, so that a client sees the tools
 * before that is loaded. What is not answered here is left in `input`.
 * @param warmUp loads what comes next while the client is silent; without it, the full server takes
 *   over then
 */
export function serveEarly(
  input: Readable,
  output: ClientOutput & Pick<Writable, 'once' | 'off'>,
  { answers, warmUp }: { answers: Answers; warmUp?: (() => Promise<unknown>) | undefined },
): Promise<FastStart> {
  return new Promise((resolve) => {
    const replay: string[] = []
    let pending = Buffer.alloc(0)
    let timer: NodeJS.Timeout | undefined
    const stop = () => {
      clearTimeout(timer)
      input.pause().off('data', take).off('end', end).off('error', end)
      output.off('error', end)
    }
    const end = () => {
      stop()
      resolve({ client: 'gone' })
    }
    const leave = () => {
      stop()
      if (pending.length > 0) input.unshift(pending)
      resolve({ client: 'open', replay })
    }
    const take = (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk])
      for (let at = pending.indexOf('\n'); at !== -1; at = pending.indexOf('\n')) {
        const line = pending.toString('utf8', 0, at)
        const answer = answerTo(line, answers)
        if (answer === undefined || replay.length >= MAX_MESSAGES) return leave()
        if (answer !== '') output.write(answer)
        replay.push(line)
        pending = pending.subarray(at + 1)
      }
      if (pending.length > MAX_BYTES) return leave()
      clearTimeout(timer)
      timer = setTimeout(onIdle, IDLE_MS)
    }
    // If loading fails, the next load reports it.
    const onIdle = () => (warmUp ? warmUp().catch(() => {}) : leave())
    if (!warmUp) timer = setTimeout(onIdle, IDLE_MS)
    input.on('data', take).once('end', end).once('error', end)
    output.once('error', end)
  })
}

/** Returns a line for the client, '' for a notification, undefined for what needs the full server. */
function answerTo(line: string, answers: Answers): ClientText | '' | undefined {
  const message = parse(line)
  if (message?.jsonrpc !== '2.0' || Object.keys(message).some((key) => !KEYS.has(key))) return
  const { id, method, params } = message
  if (method === 'notifications/initialized' && id === undefined && hasNoParams(asObject(params)))
    return ''
  if (typeof id !== 'string' && !Number.isSafeInteger(id)) return
  if (params !== undefined && !asObject(params)) return
  const result = answers.get(String(method))?.(asObject(params))
  return result && constantToClient({ result, jsonrpc: '2.0', id })
}

const KEYS = new Set(['jsonrpc', 'id', 'method', 'params'])

function parse(line: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(line))
  } catch {
    return undefined
  }
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return isObject(value) ? value : undefined
}

/** Returns whether a request has no parameters. */
function hasNoParams(params: Params): boolean {
  return params === undefined || Object.keys(params).length === 0
}

/** Returns whether parameters are those of `initialize`, with nothing else. */
function isInitializeParams(params: Params): boolean {
  const { protocolVersion, capabilities, clientInfo, ...others } = params ?? {}
  const client = asObject(clientInfo)
  const offered = Object.entries(asObject(capabilities) ?? { none: null })
  return (
    Object.keys(others).length === 0 &&
    typeof protocolVersion === 'string' &&
    offered.every(isPlainCapability) &&
    isPlainClient(client)
  )
}

/** Returns whether a client names itself, by text only. */
function isPlainClient(client: Params): boolean {
  const texts = Object.values(client ?? {}).every((value) => typeof value === 'string')
  return texts && client?.name !== undefined && client.version !== undefined
}

/** Capabilities with objects of any content. */
const OPEN = new Set(['experimental', 'extensions'])

/** Returns whether a capability is of the usual form, which the full server accepts without a look. */
function isPlainCapability([name, value]: [string, unknown]): boolean {
  return Object.entries(asObject(value) ?? { none: null }).every(([key, inner]) => {
    if (key === 'listChanged') return typeof inner === 'boolean'
    return isObject(inner) && (OPEN.has(name) || Object.keys(inner).length === 0)
  })
}
