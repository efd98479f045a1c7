import { z } from 'zod'
import type { OpenRecord, StorageRef } from '../apify/types/storage-types.ts'
import { readTextPart } from '../budget/text-page.ts'
import { countTokens, MAX_CHARS_PER_TOKEN } from '../budget/token-cost.ts'
import { truncateText } from '../budget/truncate-text.ts'
import { ToolError } from '../shared/errors.ts'
import { readBytes } from '../shared/read-bytes.ts'
import { CALL_TIMEOUT_SECS, type CallEnvironment, scopeOf } from '../tool-call/call-environment.ts'
import { callTool } from '../tool-call/call-tool.ts'
import { parseInput } from '../tool-call/parse-arguments.ts'
import type { Context, Tool } from '../tool-call/tool.ts'

/**
 * The maximum size of a binary record that is read, in bytes. A blob cannot be truncated to the budget
 * of a result.
 */
const MAX_BLOB_BYTES = 1024 * 1024

type Content = { mimeType: string; text: string } | { mimeType: string; blob: string }

/** What a read may use. */
export interface Reading {
  tools: readonly Tool[]
  environment: CallEnvironment
  signal: AbortSignal
}

/** A template of resources. It is offered if the tool that reads the same data is. */
export interface ResourceTemplate {
  name: string
  title: string
  description: string
  mimeType?: string
  uriTemplate: string
  tool: string
  /** Matches the URIs of the template, without their query. */
  pattern: RegExp
  read(match: Record<string, string>, query: URLSearchParams, reading: Reading): Promise<Content>
}

export const TEMPLATES: readonly ResourceTemplate[] = [
  {
    name: 'dataset-items',
    title: 'Dataset items',
    description: 'Rows of a dataset, one page that fits the context.',
    mimeType: 'application/json',
    uriTemplate: 'apify://dataset/{datasetId}/items{?offset,limit}',
    tool: 'list_dataset_items',
    pattern: /^apify:\/\/dataset\/(?<datasetId>[^/]+)\/items$/,
    async read({ datasetId }, query, reading) {
      const unknown = [...query.keys()].find((name) => !/^(?:offset|limit)$/.test(name))
      if (unknown !== undefined)
        throw new ToolError(
          `The URI has an unknown parameter ${JSON.stringify(unknown.slice(0, 60))}.`,
          'Its parameters are `offset` and `limit`.',
        )
      const args = { datasetId, ...Object.fromEntries(query) }
      const { text } = await ask('list_dataset_items', args, reading)
      return { mimeType: 'application/json', text }
    },
  },
  {
    name: 'record',
    title: 'Record',
    description: 'A record of a key-value store. Binary records up to 1 MiB.',
    uriTemplate: 'apify://store/{storeId}/{recordKey}',
    tool: 'get_record',
    pattern: /^apify:\/\/store\/(?<storeId>[^/]+)\/(?<recordKey>[^/]+)$/,
    read: (match, _, reading) => readRecord(match, reading),
  },
  {
    name: 'run-log',
    title: 'Log of a run',
    description: "The last lines of a run's log.",
    mimeType: 'text/plain',
    uriTemplate: 'apify://run/{runId}/log',
    tool: 'get_log',
    pattern: /^apify:\/\/run\/(?<runId>[^/]+)\/log$/,
    async read({ runId }, _, reading) {
      const { structured } = await ask('get_log', { runId, lines: 1000 }, reading)
      const lines = Array.isArray(structured.lines) ? structured.lines : []
      return { mimeType: 'text/plain', text: lines.join('\n') }
    },
  },
  {
    name: 'actor-readme',
    title: 'README of an Actor',
    description: 'What an Actor does and how to use it. Write its name as `user~name`.',
    mimeType: 'text/markdown',
    uriTemplate: 'apify://actor/{actorId}/readme',
    tool: 'get_actor',
    pattern: /^apify:\/\/actor\/(?<actorId>[^/]+)\/readme$/,
    async read({ actorId }, _, reading) {
      const { structured } = await ask('get_actor', { actorId, section: 'readme' }, reading)
      const rest = structured.next
        ? '\n\n… [truncated: continue with `get_actor`, section `readme`]'
        : ''
      return { mimeType: 'text/markdown', text: `${structured.text ?? ''}${rest}` }
    },
  },
]

/** Returns the templates whose tool is offered. */
export function offeredTemplates(tools: readonly Tool[]): ResourceTemplate[] {
  const names = new Set(tools.map(({ name }) => name))
  return TEMPLATES.filter(({ tool }) => names.has(tool))
}

/**
 * Reads a resource, within the same budget as a result.
 * @throws {ToolError} if no offered template matches the URI, or the resource cannot be read
 */
export async function readResource(uri: string, reading: Reading): Promise<Content> {
  const [path = '', query = ''] = uri.split(/\?(.*)/s)
  const offered = offeredTemplates(reading.tools)
  for (const template of offered) {
    const match = template.pattern.exec(path)?.groups
    if (match) return template.read(decoded(match), new URLSearchParams(query), reading)
  }
  // A record in a run's default store, as results link it. The key `log` has a template of its own.
  const ofRun = /^apify:\/\/run\/([^/]+)\/([^/]+)$/.exec(path)
  if (ofRun && offered.some(({ tool }) => tool === 'get_record')) {
    const match = { runId: ofRun[1] ?? '', recordKey: ofRun[2] ?? '' }
    return readRecord(decoded(match), reading)
  }
  throw new ToolError(
    `There is no resource ${JSON.stringify(uri.slice(0, 100))}.`,
    `Its forms are ${offered.map(({ uriTemplate }) => uriTemplate).join(', ')}.`,
  )
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
async function ask(name: string, args: unknown, { tools, environment, signal }: Reading) {
  const result = await callTool(offeredTool(name, tools), args, environment, { signal })
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
  { tools, environment, signal }: Reading,
): Promise<Content> {
  // The tool's schema takes the ids out of what was pasted.
  const parsed = parseInput(offeredTool('get_record', tools), args)
  const { storeId, runId = '', recordKey } = recordArguments.parse(parsed)
  const ref: StorageRef = storeId === undefined ? { runId } : { id: storeId }
  const apify: Context['apify'] = await environment.connect(
    scopeOf(CALL_TIMEOUT_SECS * 1000, signal),
  )
  return apify.readRecord(ref, recordKey, (record) => {
    const { kind, mimeType } = record
    return kind === 'json' || kind === 'text'
      ? readText(record, mimeType, environment.settings.maxResultTokens)
      : readBlob(record, mimeType)
  })
}

async function readText(record: OpenRecord, mimeType: string, maxTokens: number): Promise<Content> {
  const { text } = await readTextPart(record.text(), maxTokens * MAX_CHARS_PER_TOKEN)
  const mark = '… [truncated: continue with `get_record` and `offset`]'
  const page = truncateText(text, maxTokens - 4)
  if (page.rest === 0) return { mimeType, text }
  // Truncated JSON is not JSON.
  return {
    mimeType: 'text/plain',
    text: truncateText(text, maxTokens - 4 - countTokens(mark)).text + mark,
  }
}

async function readBlob(record: OpenRecord, mimeType: string): Promise<Content> {
  if ((record.size ?? 0) <= MAX_BLOB_BYTES) {
    const { bytes, whole } = await readBytes(record.chunks, MAX_BLOB_BYTES)
    if (whole) return { mimeType, blob: bytes.toString('base64') }
  }
  throw new ToolError(
    `The record is larger than 1 MiB (${mimeType}).`,
    'Write it to a file with `export_items`, if the server has --download-dir.',
  )
}
