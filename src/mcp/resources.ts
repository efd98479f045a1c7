import { z } from 'zod'
import type { OpenRecord, StorageRef } from '../apify/types/storage-types.ts'
import { readTextPart } from '../budget/text-page.ts'
import { countTokens, MAX_CHARS_PER_TOKEN } from '../budget/token-cost.ts'
import { truncateText } from '../budget/truncate-text.ts'
import type { Redactor } from '../exit/redact.ts'
import { redactEcho } from '../exit/redact-echo.ts'
import { redactDocument } from '../exit/redact-message.ts'
import { ToolError } from '../shared/errors.ts'
import { quoted } from '../shared/quote.ts'
import { readBytes } from '../shared/read-bytes.ts'
import { CALL_TIMEOUT_SECS, type CallEnvironment, scopeOf } from '../tool-call/call-environment.ts'
import { callTool } from '../tool-call/call-tool.ts'
import { parseInput } from '../tool-call/parse-arguments.ts'
import type { Context, Tool } from '../tool-call/tool.ts'
import type { Offers } from './offers.ts'
import type { ResourceTemplate } from './resource-templates.ts'

/**
 * The maximum size of a binary record that is read, in bytes. A blob cannot be truncated to the budget
 * of a result.
 */
const MAX_BLOB_BYTES = 1024 * 1024
/** No id or key of the API makes a longer URI, with every character of it escaped. In characters. */
const MAX_URI_CHARS = 2000

type Content = { mimeType: string; text: string } | { mimeType: string; blob: string }

/** What a read may use. */
export interface Reading {
  offers: Offers
  tools: readonly Tool[]
  environment: CallEnvironment
  signal: AbortSignal
}

type Args = Record<string, string>

/** How the data of a template is read, by the tool that reads the same. */
const READERS: Record<
  ResourceTemplate['tool'],
  (args: Args, query: URLSearchParams, reading: Reading) => Promise<Content>
> = {
  async list_dataset_items({ datasetId }, query, reading) {
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
  get_record: (args, _, reading) => readRecord(args, reading),
  async get_log({ runId }, _, reading) {
    const { structured } = await ask('get_log', { runId, lines: 1000 }, reading)
    const lines = Array.isArray(structured.lines) ? structured.lines : []
    return { mimeType: 'text/plain', text: lines.join('\n') }
  },
  async get_actor({ actorId }, _, reading) {
    const { structured } = await ask('get_actor', { actorId, section: 'readme' }, reading)
    const rest = structured.next
      ? '\n\n… [truncated: continue with `get_actor`, section `readme`]'
      : ''
    return { mimeType: 'text/markdown', text: `${structured.text ?? ''}${rest}` }
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
      `Its forms are ${offers.templates.map(({ listed }) => listed.uriTemplate).join(', ')}.`,
    )
  const maxResultTokens = settings.maxResultTokens - countTokens(uri)
  const [, query = ''] = uri.split(/\?(.*)/s)
  return READERS[match.tool](decoded(match.values), new URLSearchParams(query), {
    ...reading,
    environment: { ...environment, settings: { ...settings, maxResultTokens } },
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
  const { tools, environment, signal, offers } = reading
  const caller = { signal, offers: offers.hasTool }
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
  { tools, environment, signal, offers }: Reading,
): Promise<Content> {
  // The tool's schema takes the ids out of what was pasted.
  const parsed = parseInput(offeredTool('get_record', tools), args)
  const { storeId, runId = '', recordKey } = recordArguments.parse(parsed)
  const ref: StorageRef = storeId === undefined ? { runId } : { id: storeId }
  const apify: Context['apify'] = await environment.connect({
    ...scopeOf(CALL_TIMEOUT_SECS * 1000, signal),
    offers: offers.hasTool,
  })
  return apify.readRecord(ref, recordKey, (record) => {
    const { kind, mimeType } = record
    return kind === 'json' || kind === 'text'
      ? readText(record, mimeType, environment)
      : readBlob(record, mimeType, environment.redactor)
  })
}

async function readText(
  record: OpenRecord,
  mimeType: string,
  { settings: { maxResultTokens: maxTokens }, redactor }: CallEnvironment,
): Promise<Content> {
  const part = await readTextPart(record.text(), maxTokens * MAX_CHARS_PER_TOKEN)
  const text = redactDocument(part.text, redactor)
  const mark = '… [truncated: continue with `get_record` and `offset`]'
  const page = truncateText(text, maxTokens - 4)
  if (page.rest === 0) return { mimeType, text }
  // Truncated JSON is not JSON.
  return {
    mimeType: 'text/plain',
    text: truncateText(text, maxTokens - 4 - countTokens(mark)).text + mark,
  }
}

async function readBlob(
  record: OpenRecord,
  mimeType: string,
  redactor: Redactor,
): Promise<Content> {
  if ((record.size ?? 0) <= MAX_BLOB_BYTES) {
    const { bytes, whole } = await readBytes(record.chunks, MAX_BLOB_BYTES)
    if (whole) return { mimeType, blob: redactor.mask(bytes).toString('base64') }
  }
  throw new ToolError(
    `The record is larger than 1 MiB (${mimeType}).`,
    'Write it to a file with `export_items`, if the server has --download-dir.',
  )
}
