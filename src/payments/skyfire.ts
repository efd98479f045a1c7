import { ToolError } from '../shared/errors.ts'
import { isObject } from '../shared/json.ts'
import type { CallPayment, ListedTool, Payments } from '../tool-call/payments.ts'
import { PROTOCOL_HEADER } from './protocol.ts'

/** The name of the argument, and of the header of the API. */
const PAY_ID = 'skyfire-pay-id'

/** A JSON Web Token (RFC 7515, section 7.1), whose header begins with `{"`. */
const TOKEN = /^ey[\w-]+\.[\w-]+\.[\w-]+$/
/** The longest token, in characters. Node reads 16 KiB of headers. */
const MAX_CHARS = 8192

const WHERE = 'Get a PAY token with `create-pay-token` of the Skyfire MCP server'

/** Returns the payments by PAY tokens of Skyfire, which agents give as an argument. */
export function createSkyfire(): Payments {
  return {
    listed: (tool, listed) =>
      tool.payment ? withPayId(listed, tool.payment === 'spends') : listed,
    take({ tool, args, hasToken }) {
      const { given, rest } = takePayId(args)
      if (!tool.payment) return { args: rest, payment: undefined }
      const isMissing = given === undefined || given === null || given === ''
      if (!isMissing) return { args: rest, payment: new SkyfirePayment(payToken(given)) }
      // With a token the account's own runs can be read. A run is never charged to it.
      if (tool.payment === 'reads' && hasToken) return { args: rest, payment: undefined }
      throw new ToolError(`Missing argument \`${PAY_ID}\`: nothing was sent.`, `${WHERE}.`)
    },
  }
}

/** Takes the token out of arguments, however its name is spelled. */
function takePayId(args: unknown): { given: unknown; rest: unknown } {
  if (!isObject(args)) return { given: undefined, rest: args }
  const entries = Object.entries(args)
  const isPayId = ([name]: [string, unknown]) => lettersOf(name) === lettersOf(PAY_ID)
  const rest = Object.fromEntries(entries.filter((entry) => !isPayId(entry)))
  return { given: entries.find(isPayId)?.[1], rest }
}

function lettersOf(name: string): string {
  return name.replace(/[^a-z]/gi, '').toLowerCase()
}

function withPayId<Listed extends ListedTool>(listed: Listed, isRequired: boolean): Listed {
  const { properties, required, ...schema } = listed.inputSchema
  const property = {
    type: 'string',
    description: 'Skyfire PAY token (`ey…`) that pays for the call',
  }
  const names = [...(Array.isArray(required) ? required : []), ...(isRequired ? [PAY_ID] : [])]
  return {
    ...listed,
    inputSchema: {
      ...schema,
      properties: { ...Object(properties), [PAY_ID]: property },
      ...(names.length > 0 && { required: names }),
    },
  }
}

/** @throws {ToolError} if a value is not a token; the error does not repeat it */
function payToken(given: unknown): string {
  if (typeof given === 'string' && given.length <= MAX_CHARS && TOKEN.test(given)) return given
  throw new ToolError(
    `\`${PAY_ID}\` is not a Skyfire PAY token, so nothing was sent.`,
    `${WHERE}, and give the token itself, which begins with \`ey\`, not its id.`,
  )
}

/** The token of one call. */
class SkyfirePayment implements CallPayment {
  readonly asksForTerms = false
  readonly owner: string
  readonly secrets: readonly string[]
  readonly remedy = `${WHERE} that holds enough for this call, and repeat the call with it.`
  private wasSent = false

  constructor(token: string) {
    this.owner = token
    this.secrets = [token]
  }

  attach(headers: Record<string, string>): void {
    headers[PROTOCOL_HEADER] = 'skyfire'
    headers[PAY_ID] = this.owner
    this.wasSent = true
  }

  answered(): void {
    // Apify says nothing about a charge.
  }

  refusal(): undefined {
    return undefined
  }

  resultMeta(): undefined {
    return undefined
  }

  caution(): string | undefined {
    if (!this.wasSent) return undefined
    return `The token in \`${PAY_ID}\` was sent and may have been charged.`
  }
}
