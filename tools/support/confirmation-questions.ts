import type { ConfirmationContext } from '../../src/tool-call/tool.ts'
import { countOf } from './count-of.ts'
import { costCap, type RunRequest, startTarget } from './run/start-run.ts'

/** Longer names are shortened, in characters. */
const MAX_NAME_CHARS = 100

/** Quotes a name that an agent chose, so that it cannot pass for a part of the question. */
export function quoted(name: string): string {
  const short = name.length > MAX_NAME_CHARS ? `${name.slice(0, MAX_NAME_CHARS)}…` : name
  return JSON.stringify(short.replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' '))
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
  { settings }: ConfirmationContext,
): string {
  const target = startTarget(rest)
  const cap = costCap(maxTotalChargeUsd, settings.maxRunCostUsd)
  const what =
    'actorId' in target ? `Actor ${quoted(target.actorId)}` : `task ${quoted(target.taskId)}`
  const size = input && sized(Buffer.byteLength(JSON.stringify(input)))
  const sentences = [
    `Run ${what} with ${size ? `an input of ${size}` : 'no input of its own'}?`,
    settings.mode === 'local' ? "It runs on this server's machine, at no cost." : cost(cap),
  ]
  if (rest.webhookUrl !== undefined)
    sentences.push(`When it ends, ${quoted(rest.webhookUrl)} is notified.`)
  return sentences.join(' ')
}

function cost(cap: number | undefined): string {
  return cap === undefined ? 'There is no limit on its cost.' : `It may cost at most ${cap} USD.`
}
