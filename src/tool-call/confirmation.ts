import { ToolError } from '../shared/errors.ts'
import { namesToAsk } from './names-to-ask.ts'
import type { Confirmation, ConfirmationContext, Context, Tool } from './tool.ts'

/**
 * The reply to a question: what the person chose, `silence` if they did not answer in time,
 * `failure` if the question did not reach them, `later` if the answer comes when the client repeats
 * the call.
 */
type Reply = 'accept' | 'decline' | 'cancel' | 'silence' | 'failure' | 'later'

/** What a question is about, however a call that is repeated spells its arguments. */
interface Subject {
  /** The question without the content, which is in the input. */
  question: string
  /** The parsed arguments. */
  input: Record<string, unknown>
}

/** Asks the person at the client. */
export type AskPerson = (message: string, subject: Subject) => Promise<Reply>

type Kind = Confirmation<Tool['input']>['kind']

/** Which calls a person must confirm, and what happens if nobody can be asked. */
export interface ConfirmationPolicy {
  kinds: readonly Kind[]
  fallback: 'refuse' | 'allow'
}

/** Why a client cannot be asked: what follows "needs a person to confirm it, but", and what to do. */
export interface CannotAsk {
  reason: string
  remedy: string
}

const NO_ELICITATION: CannotAsk = {
  reason: 'this client cannot ask',
  remedy: 'Use a client with MCP elicitation (over HTTP, one that speaks MCP 2026-07-28)',
}

/** What a question and its refusal depend on. */
export interface AskingContext extends ConfirmationContext {
  confirm?: ConfirmationPolicy | undefined
  budget?: Context['budget']
  /** Default: it has no elicitation. */
  cannotAsk?: CannotAsk | undefined
  /** Returns the `user/name` of the Actor that would run; undefined if it cannot be read. */
  actorToStart?: Context['apify']['actorToStart']
}

/** Returns whether the operator wants a person to confirm calls of a tool. */
export function needsConfirmation(
  { confirm }: Pick<Tool, 'confirm'>,
  policy: ConfirmationPolicy | undefined,
): boolean {
  return confirm !== undefined && policy?.kinds.includes(confirm.kind) === true
}

/**
 * Asks the person to confirm a call, if the operator wants that.
 * @param askPerson undefined if the client cannot ask
 * @returns whether the call may run; false if its question is still open
 * @throws {ToolError} if the person does not accept, or its arguments are invalid
 */
export async function isConfirmed(
  { name, confirm }: Tool,
  input: Record<string, unknown>,
  context: AskingContext,
  askPerson: AskPerson | undefined,
): Promise<boolean> {
  const policy = context.confirm
  if (!confirm || !policy || !needsConfirmation({ confirm }, policy)) return true
  // Before anything is read, so that invalid arguments cost nothing.
  confirm.question(input, context)
  if (!askPerson) {
    if (policy.fallback === 'allow') return true
    const { reason, remedy } = context.cannotAsk ?? NO_ELICITATION
    throw notConfirmed(
      `\`${name}\` needs a person to confirm it, but ${reason}`,
      confirm.kind,
      `${remedy}, or have the operator start the server with --confirm-fallback=allow.`,
    )
  }
  const actorNames = await namesToAsk(confirm.starts?.(input) ?? [], context)
  const question = confirm.question(input, { ...context, actorNames })
  const left = confirm.kind === 'paid' && (await leftSentence(context))
  const message = [question, left, confirm.content?.(input)].filter(Boolean).join(' ')
  const reply = await askPerson(message, { question, input })
  if (reply === 'accept') return true
  if (reply === 'later') return false
  throw notConfirmed(HAPPENED[reply], confirm.kind, REMEDY[reply])
}

/**
 * Says what is left of the limits of this server. It is not part of what the person confirms, since it changes
 * while they think.
 */
async function leftSentence({ budget }: AskingContext): Promise<string | undefined> {
  if (!budget) return undefined
  const { maxRuns, runsLeft, maxTotalCostUsd, usdLeft } = await budget.left()
  const parts = [
    maxTotalCostUsd !== undefined && `${usdLeft} of ${maxTotalCostUsd} USD`,
    maxRuns !== undefined && `${runsLeft} of ${maxRuns} runs`,
  ]
  return `Left on this server: ${parts.filter(Boolean).join(', ')}.`
}

type NotAccepted = Exclude<Reply, 'accept' | 'later'>

const HAPPENED: Record<NotAccepted, string> = {
  decline: 'The person declined',
  cancel: 'The person closed the question without an answer',
  silence: 'The person did not answer in time',
  failure: 'The client did not get an answer from the person',
}

const ASK_FIRST = 'Ask them in the conversation before you call it again.'

const REMEDY: Record<NotAccepted, string> = {
  decline: 'Do not call it again unless they ask for it.',
  cancel: ASK_FIRST,
  silence: ASK_FIRST,
  failure: ASK_FIRST,
}

/** A call that no person has accepted, so that nothing was done. */
export class NotConfirmedError extends ToolError {
  override name = 'NotConfirmedError'
}

function notConfirmed(happened: string, kind: Kind, remedy: string): NotConfirmedError {
  return new NotConfirmedError(
    `${happened}; nothing was ${kind === 'paid' ? 'started' : 'changed'}.`,
    remedy,
  )
}
