import { ToolError } from '../shared/errors.ts'
import type { Confirmation, ConfirmationContext, Tool } from './tool.ts'

/**
 * What came of a question: what the person said; `silence` where they said nothing in time,
 * `failure` where it did not reach them, `later` where the answer comes with the call's repetition.
 */
type Reply = 'accept' | 'decline' | 'cancel' | 'silence' | 'failure' | 'later'

/** Puts a question to the person at the client. */
export type AskPerson = (question: string) => Promise<Reply>

type Kind = Confirmation<Tool['input']>['kind']

/** Before which calls a person is asked, and what happens where nobody can be. */
export interface ConfirmationPolicy {
  kinds: readonly Kind[]
  fallback: 'refuse' | 'allow'
}

/**
 * Asks the person before a call, where the operator wants that.
 * @param askPerson missing where the client cannot ask
 * @returns whether the call goes on; otherwise its question is open
 * @throws ToolError where the call is refused, by the person or for its arguments
 */
export async function isConfirmed(
  { name, confirm }: Tool,
  input: Record<string, unknown>,
  around: ConfirmationContext & { confirm?: ConfirmationPolicy | undefined },
  askPerson: AskPerson | undefined,
): Promise<boolean> {
  const policy = around.confirm
  if (!confirm || !policy?.kinds.includes(confirm.kind)) return true
  const question = confirm.question(input, around)
  if (!askPerson) {
    if (policy.fallback === 'allow') return true
    throw refusal(
      `\`${name}\` needs a person to confirm it, but this client cannot ask`,
      confirm.kind,
      'Use a client with MCP elicitation (over HTTP, one that speaks MCP 2026-07-28), or have the operator start the server with --confirm-fallback=allow.',
    )
  }
  const reply = await askPerson(question)
  if (reply === 'accept') return true
  if (reply === 'later') return false
  throw refusal(HAPPENED[reply], confirm.kind, REMEDY[reply])
}

type Refused = Exclude<Reply, 'accept' | 'later'>

const HAPPENED: Record<Refused, string> = {
  decline: 'The person declined',
  cancel: 'The person closed the question without an answer',
  silence: 'The person did not answer in time',
  failure: 'The client did not get an answer from the person',
}

const ASK_FIRST = 'Ask them in the conversation before you call it again.'

const REMEDY: Record<Refused, string> = {
  decline: 'Do not call it again unless they ask for it.',
  cancel: ASK_FIRST,
  silence: ASK_FIRST,
  failure: ASK_FIRST,
}

function refusal(happened: string, kind: Kind, remedy: string): ToolError {
  return new ToolError(
    `${happened}; nothing was ${kind === 'paid' ? 'started' : 'changed'}.`,
    remedy,
  )
}
