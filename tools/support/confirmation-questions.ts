import type { ConfirmationContext } from '../../src/tool-call/tool.ts'
import { costCap, startTarget } from './arguments.ts'

/** Longer names are cut. */
const MAX_NAME_CHARS = 100

/** A name that an agent chose, between quotation marks; it cannot pass for part of the question. */
export function quoted(name: string): string {
  const cut = name.length > MAX_NAME_CHARS ? `${name.slice(0, MAX_NAME_CHARS)}…` : name
  return JSON.stringify(cut.replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' '))
}

/** A size as a person reads it. */
export function sized(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}

interface RunInput {
  actorId?: string | undefined
  taskId?: string | undefined
  input?: object | undefined
  maxTotalChargeUsd?: number | undefined
  webhookUrl?: string | undefined
}

/**
 * What a person is asked before a run.
 * @throws ToolError where the run would be refused for its target, webhook or cost
 */
export function runQuestion(
  { input, maxTotalChargeUsd, ...rest }: RunInput,
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
    ...(rest.webhookUrl === undefined
      ? []
      : [`When it ends, ${quoted(rest.webhookUrl)} is notified.`]),
  ]
  return sentences.join(' ')
}

function cost(cap: number | undefined): string {
  return cap === undefined ? 'There is no limit on its cost.' : `It may cost at most ${cap} USD.`
}
