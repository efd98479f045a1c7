import type { AskedStart } from '../../src/apify/types/run-types.ts'
import { plainHandle } from '../../src/shared/handles.ts'
import { quoted } from '../../src/shared/quote.ts'
import type { ConfirmationContext } from '../../src/tool-call/tool.ts'
import { countOf } from './count-of.ts'
import { costCap, type RunRequest, startTarget } from './run/start-run.ts'
import { webhookNote } from './run/webhook-note.ts'
import { shownJson } from './shown-content.ts'

/** Longer names are shortened, in characters. */
const MAX_NAME_CHARS = 100
/** The longest key of a record, and no file has a longer name. In characters. */
export const MAX_KEY_CHARS = 256
/** Nearly all addresses are shorter, in characters. */
const MAX_URL_CHARS = 400

/** Quotes a name that an agent chose, so that it cannot pass for a part of the question. */
export function shownName(name: string, maxChars = MAX_NAME_CHARS): string {
  return quoted(name.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{DI}\s]+/gu, ' '), maxChars)
}

/** Writes a type of storage as a person reads it: `key-value store`. */
export function shownType(type: string): string {
  return type.replace(/-(?=store$|queue$)/, ' ')
}

/** Writes a size in bytes as a person reads it: `1 byte`, `2.5 kB`, `3.0 MB`. */
export function sized(bytes: number): string {
  if (bytes < 1000) return countOf(bytes, 'byte')
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}

/**
 * Returns what a person is asked before a run.
 * @throws {ToolError} if the run would be refused because of its target, webhook or cost
 */
export function runQuestion(
  { input, maxTotalChargeUsd, ...rest }: RunRequest,
  { settings, actorNames }: ConfirmationContext,
): string {
  const target = startTarget(rest)
  const cap = costCap(maxTotalChargeUsd, settings.maxRunCostUsd)
  const what =
    'actorId' in target
      ? shownActor(target.actorId, actorNames)
      : shownTask(target.taskId, actorNames)
  const size = input && sized(Buffer.byteLength(JSON.stringify(input)))
  return sentences(
    `Run ${what} with ${size ? `an input of ${size}` : 'no input of its own'}?`,
    settings.mode === 'local'
      ? "It runs on this server's machine, at no cost."
      : costLimit(cap, settings),
    webhook(rest.webhookUrl),
    webhookNote(rest.webhookUrl, settings),
  )
}

/** Returns the input of a run as a question shows it. */
export function runContent({ input }: Pick<RunRequest, 'input'>): string | undefined {
  return input && `Input: ${shownJson(JSON.stringify(input))}`
}

function sentences(...each: (string | undefined)[]): string {
  return each.filter(Boolean).join(' ')
}

/** Says whom a run notifies, also if the URL is spelled so that its host is hard to see. */
function webhook(url: string | undefined): string | undefined {
  if (url === undefined) return undefined
  const shown = shownName(url, MAX_URL_CHARS)
  const { protocol, host } = new URL(url)
  if (url.startsWith(`${protocol}//${host}`)) return `When it ends, ${shown} is notified.`
  return `When it ends, host ${shownName(host, MAX_KEY_CHARS)} is notified, at ${shown}.`
}

/** Says what a run may cost at most, in US dollars. */
export function costLimit(
  cap: number | undefined,
  { maxTotalCostUsd }: Pick<ConfirmationContext['settings'], 'maxTotalCostUsd'>,
): string {
  if (cap !== undefined) return `It may cost at most ${cap} USD.`
  return maxTotalCostUsd === undefined
    ? 'There is no limit on its cost.'
    : 'It may cost as much as is left on this server.'
}

type Names = ConfirmationContext['actorNames']

/** Names an Actor with its author, if that is known. */
export function shownActor(actorId: string, names: Names): string {
  return `Actor ${shownName(names?.get(actorId) ?? plainHandle(actorId))}`
}

/** Names a task, and its Actor if that is known. */
export function shownTask(taskId: string, names: Names): string {
  const actor = names?.get(taskId)
  const of = actor === undefined ? '' : ` of Actor ${shownName(actor)}`
  return `task ${shownName(plainHandle(taskId))}${of}`
}

/** Returns what a call would start: nothing if it names neither, or both. */
export function runStarts({
  actorId,
  taskId,
}: Pick<RunRequest, 'actorId' | 'taskId'>): readonly AskedStart[] {
  if (actorId !== undefined) return [{ actorId }]
  return taskId === undefined ? [] : [{ taskId }]
}
