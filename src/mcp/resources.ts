import { z } from 'zod'
import type { StorageRef } from '../apify/types/storage-types.ts'
import { countTokens } from '../budget/token-cost.ts'
import { redactEcho } from '../exit/redact-echo.ts'
import { ToolError, toToolError } from '../shared/errors.ts'
import { quoted } from '../shared/quote.ts'
import { CALL_TIMEOUT_SECS, type CallEnvironment, scopeOf } from '../tool-call/call-environment.ts'
import { callTool } from '../tool-call/call-tool.ts'
import type { Caller } from '../tool-call/caller.ts'
import { withLessBudget } from '../tool-call/less-budget.ts'
import { parseInput } from '../tool-call/parse-arguments.ts'
import type { Context, Tool } from '../tool-call/tool.ts'
import { readAnswer } from './api-resource.ts'
import type { Offers } from './offers.ts'
import { type Content, readBlob, readText } from './resource-content.ts'
import type { ResourceTemplate } from './resource-templates.ts'

/** No id or key of the API makes a longer URI, with every character of it escaped. In characters. */
const MAX_URI_CHARS = 2000

/** What a read may use. */
export interface Reading {
  offers: Offers
  tools: readonly Tool[]
  environment: CallEnvironment
  caller: ReadingClient
}

/** The client of a read: nothing is asked of it, and nothing is paid for. */
export type ReadingClient = Pick<Caller, 'signal' | 'meta' | 'log'>

/** Added to errors if runs may be paid for: `resources/read` takes no payment. */
const READ_BY_TOOLS =
  'Results of a run that was paid for are read by tools (`get_record`, `list_dataset_items`), with its payment.'

type Args = Record<string, string>

/** How the data of each template is read: as the tool does that reads the same. */
const READERS: Record<
  ResourceTemplate['reader'],
  (args: Args, query: string, reading: Reading) => Promise<Content>
> = {
  async items({ datasetId }, given, reading) {
    const query = new URLSearchParams(given)
    const unknown = [...query.keys()].find((name) => !/^(?:offset|limit)$/.test(name))
    if (unknown !== undefined)
      throw new ToolError(
        `The URI has an unknown parameter ${quoted(unknown, 60)}.`,
        'Its parameters are `offset` and `limit`.',
      )
    const args = { datasetId, ...Object.fromEntries(query) }
    const { text } = await ask('list_dataset_items', args, reading)
    return { mimeType: 'application/json', text }
  },
  record: (args, _, reading) => readRecord(args, reading),
  async log({ runId }, _, reading) {
    const { structured } = await ask('get_log', { runId, lines: 1000 }, reading)
    const lines = Array.isArray(structured.lines) ? structured.lines : []
    return { mimeType: 'text/plain', text: lines.join('\n') }
  },
  async readme({ actorId }, _, reading) {
    const { structured } = await ask('get_actor', { actorId, section: 'readme' }, reading)
    const rest = structured.next
      ? '\n\n… [truncated: continue with `get_actor`, section `readme`]'
      : ''
    return { mimeType: 'text/markdown', text: `${structured.text ?? ''}${rest}` }
  },
  async api({ path = '' }, query, { environment, caller, offers }) {
    const apify = await connect(environment, caller.signal, offers)
    return apify.readAddress(query === '' ? path : `${path}?${query}`, (answer) =>
      readAnswer(answer, environment),
    )
  },
}

/**
 * Reads a resource. Its contents repeat the URI, so both together fit the budget of a result.
 * @throws {ToolError} if no offered template matches the URI, or the resource cannot be read
 */
export async function readResource(uri: string, reading: Reading): Promise<Content> {
  const { offers, environment } = reading
  const { settings, redactor } = environment
  if (uri.length > MAX_URI_CHARS || countTokens(uri) > settings.maxResultTokens / 2)
    throw new ToolError(
      `The URI is too long (${uri.length} characters).`,
      'Give it as a template or another result shows it.',
    )
  if (redactEcho(uri, redactor) !== uri)
    throw new ToolError(
      'The URI has a secret in it.',
      'Give the id of the resource as another result shows it.',
    )
  const match = offers.templateOf(uri)
  if (!match)
    throw new ToolError(
      `There is no resource ${quoted(uri)}.`,
      offers.templates.length === 0
        ? 'Read data with tools: this server has none as resources.'
        : `Its forms are ${offers.templates.map(({ listed }) => listed.uriTemplate).join(', ')}.`,
    )
  const [, query = ''] = uri.split(/\?(.*)/s)
  // An address is decoded part by part, so that an encoded slash is no slash.
  const values = match.reader === 'api' ? match.values : decoded(match.values)
  const read = READERS[match.reader](values, query, {
    ...reading,
    environment: { ...environment, settings: withLessBudget(settings, countTokens(uri)) },
  })
  if (!environment.paying) return read
  return read.catch((error) => {
    throw new ToolError(toToolError(error).message, READ_BY_TOOLS)
  })
}

function decoded(parts: Record<string, string>): Record<string, string> {
  try {
    const entries = Object.entries(parts).map(([name, value]) => [name, decodeURIComponent(value)])
    return Object.fromEntries(entries)
  } catch {
    throw new ToolError('The URI has an invalid percent escape.', 'Write a literal `%` as `%25`.')
  }
}

/** Calls the tool of a template; throws if the call fails. */
async function ask(name: string, args: unknown, reading: Reading) {
  const { tools, environment, offers } = reading
  const { signal, meta, log } = reading.caller
  const caller = { signal, meta, log, offers: offers.hasTool, method: 'resources/read' }
  const result = await callTool(offeredTool(name, tools), args, environment, caller)
  if (result.ok) return result
  throw new ToolError(result.text, '')
}

function offeredTool(name: string, tools: readonly Tool[]): Tool {
  const tool = tools.find((entry) => entry.name === name)
  if (tool) return tool
  throw new ToolError(`\`${name}\` is not offered.`, '')
}

const recordArguments = z.object({
  storeId: z.string().optional(),
  runId: z.string().optional(),
  recordKey: z.string(),
})

async function readRecord(
  args: Record<string, string>,
  { tools, environment, caller, offers }: Reading,
): Promise<Content> {
  // The tool's schema takes the ids out of what was pasted.
  const parsed = parseInput(offeredTool('get_record', tools), args)
  const { storeId, runId = '', recordKey } = recordArguments.parse(parsed)
  const ref: StorageRef = storeId === undefined ? { runId } : { id: storeId }
  const apify = await connect(environment, caller.signal, offers)
  return apify.readRecord(ref, recordKey, (record) => {
    const { kind } = record
    return kind === 'json' || kind === 'text'
      ? readText(record, 'continue with `get_record` and `offset`', environment)
      : readBlob(record, environment.redactor)
  })
}

/** Returns the API for one read. */
function connect(
  environment: CallEnvironment,
  signal: AbortSignal,
  { hasTool }: Offers,
): Promise<Context['apify']> {
  return environment.connect({ ...scopeOf(CALL_TIMEOUT_SECS * 1000, signal), offers: hasTool })
}
