import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { decodeJson } from '../../shared/json.ts'
import type { CallEnvironment } from '../../tool-call/call-environment.ts'

/** How many characters of base64 a seal has: 108 bits. */
const SEAL_CHARS = 18
/** This server gives out no longer id, in characters: arguments of many fields take a few thousand. */
const MAX_ID_CHARS = 20_000
/**
 * The longest label that is kept with a run, in characters. It is a part of the User-Agent, and servers
 * may cut long ones.
 */
const MAX_KEPT_CHARS = 300

const ID = /^(.+)\.([\w-]+)\.([\w-]+)$/s
/** How many characters of base64 a mark has: 72 bits. */
const MARK_CHARS = 12
const taskLabel = z.tuple([
  z.string(),
  z.record(z.string(), z.unknown()).optional(),
  z.string().optional(),
])

/** What the id of a task says: which run it is, and which tool shows its result, and how. */
export interface TaskReference {
  runId: string
  tool: string
  /** The arguments that decide what the result shows. */
  view: Record<string, unknown>
  /** Whose task it is, if several people share the account. */
  mark?: string | undefined
}

/**
 * Returns the label of a task: its tool, the arguments that decide what its result shows, and whose it is, as
 * letters, digits, `-` and `_`.
 */
export function labelOf(tool: string, view: Record<string, unknown>, mark?: string): string {
  const isPlain = Object.keys(view).length === 0
  const shown = isPlain ? [tool] : [tool, view]
  const json = JSON.stringify(mark === undefined ? shown : [tool, view, mark])
  return Buffer.from(json).toString('base64url')
}

/**
 * Returns what tells the tasks of the caller from those of others who share its account. Nobody learns from it who
 * that is, since a secret is in it.
 * @returns undefined if the account has one caller alone
 */
export function markOf(environment: CallEnvironment): string | undefined {
  return environment.sharesAccount ? digestOf('mark', environment).slice(0, MARK_CHARS) : undefined
}

/**
 * Returns the label that is kept with the run, so that a list gives the same id: the label itself, or if
 * it is long, one without the arguments.
 */
export function keptLabel(tool: string, whole: string, mark?: string): string {
  return whole.length <= MAX_KEPT_CHARS ? whole : labelOf(tool, {}, mark)
}

/**
 * Returns the id of a task. It holds all that this server must know about it, so that any replica can
 * answer for it. It is sealed with the token of its account: Apify shows a run to whoever knows its id.
 */
export function sealTask(runId: string, label: string, environment: CallEnvironment): string {
  const text = `${runId}.${label}`
  return `${text}.${sealOf(text, environment)}`
}

/** Reads the id of a task; returns undefined if it was not given out to this account. */
export function openTask(id: string, environment: CallEnvironment): TaskReference | undefined {
  const [, runId, label, seal] = (id.length <= MAX_ID_CHARS && ID.exec(id)) || []
  if (runId === undefined || label === undefined || seal === undefined) return undefined
  const expected = Buffer.from(sealOf(`${runId}.${label}`, environment))
  const received = Buffer.from(seal)
  if (expected.length !== received.length || !timingSafeEqual(expected, received)) return undefined
  const reference = readLabel(label)
  return reference && { runId, ...reference }
}

/** Reads the label of a task; returns undefined if it is not one. */
export function readLabel(label: string): Omit<TaskReference, 'runId'> | undefined {
  const json = decodeJson(Buffer.from(label, 'base64url').toString('utf8'))
  const { data } = taskLabel.safeParse(json)
  if (!data) return undefined
  const [tool, view = {}, mark] = data
  return { tool, view, ...(mark !== undefined && { mark }) }
}

/** The local platform has one account, and its token changes whenever it starts. */
const LOCAL_KEY = 'local'

function sealOf(text: string, environment: CallEnvironment): string {
  return digestOf(`task ${text}`, environment).slice(0, SEAL_CHARS)
}

function digestOf(text: string, { settings, secret }: CallEnvironment): string {
  const key = settings.mode === 'cloud' ? (secret() ?? '') : LOCAL_KEY
  return createHmac('sha256', key).update(text).digest('base64url')
}
