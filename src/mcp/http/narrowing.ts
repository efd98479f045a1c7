import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { RESULT_TOKENS } from '../../config/flags.ts'
import { nearestName } from '../../shared/likeness.ts'
import {
  intersectNarrowings,
  type Narrowing,
  narrowActors,
  narrowingOf,
  narrowTools,
} from '../access/narrowing.ts'
import {
  type Kind,
  listIn,
  namedActors,
  namedTools,
  type Offer,
  refused,
  shownValue,
} from './requested-tools.ts'

/** The parameters of the address: the flags that a request may narrow, by their names. */
const PARAMETERS = ['tools', 'read-only', 'actor-tools', 'max-result-tokens']

const TOOLSETS_HEADER = 'X-MCP-Toolsets'
const TOOLS_HEADER = 'X-MCP-Tools'
const READ_ONLY_HEADER = 'X-MCP-Readonly'
/** The headers that narrow a request; the names are those of GitHub's MCP server. */
export const NARROWING_HEADERS = [TOOLSETS_HEADER, TOOLS_HEADER, READ_ONLY_HEADER]

/**
 * Reads how much of what the server offers a request asks for, from its address and its headers. Both
 * narrow: what is left is in both.
 * @returns undefined if it asks for all
 * @throws {HttpError} 400 if it asks for what the server does not offer, or cannot be understood
 */
export async function readNarrowing(
  { url = '', headers }: IncomingMessage,
  offer: Offer,
): Promise<Narrowing | undefined> {
  const address = await fromAddress(url, offer)
  const narrowing = intersectNarrowings(address, fromHeaders(headers, address, offer))
  if (narrowing) checkLeft(narrowing, offer)
  return narrowing
}

async function fromAddress(url: string, offer: Offer): Promise<Narrowing | undefined> {
  const start = url.indexOf('?')
  const query = start < 0 ? undefined : new URLSearchParams(url.slice(start))
  if (!query || query.size === 0) return undefined
  checkParameters([...query.keys()])
  const tools = query.get('tools')
  const readOnly = query.get('read-only')
  const actors = query.get('actor-tools')
  const budget = query.get('max-result-tokens')
  return narrowingOf({
    ...(tools !== null && { tools: toolsIn('tools', tools, offer) }),
    ...(readOnly !== null && {
      readOnly: readOnly === '' || isReadOnly('read-only', readOnly, offer),
    }),
    ...(actors !== null && { actors: await actorsIn('actor-tools', actors, offer) }),
    ...(budget !== null && { maxResultTokens: budgetIn('max-result-tokens', budget, offer) }),
  })
}

function checkParameters(names: readonly string[]): void {
  for (const [i, name] of names.entries()) {
    if (!PARAMETERS.includes(name)) {
      const nearest = nearestName(name, PARAMETERS)
      throw refused(
        `The address has an unknown parameter ${shownValue(name)}.`,
        `${nearest === undefined ? '' : `Did you mean ${nearest}? `}It takes ${PARAMETERS.join(', ')}.`,
      )
    }
    if (names.indexOf(name) < i)
      throw refused(`The address has \`${name}\` twice.`, 'Write it once.')
  }
}

function fromHeaders(
  headers: IncomingHttpHeaders,
  address: Narrowing | undefined,
  offer: Offer,
): Narrowing | undefined {
  checkHeaders(headers)
  const [toolsets, tools, readOnly] = NARROWING_HEADERS.map((name) => {
    const value = headers[name.toLowerCase()]
    return value === undefined ? undefined : String(value)
  })
  if (toolsets === undefined && tools === undefined && readOnly === undefined) return undefined
  const named = [
    ...(toolsets === undefined ? [] : toolsIn(TOOLSETS_HEADER, toolsets, offer, ['toolset'])),
    ...(tools === undefined ? [] : toolsIn(TOOLS_HEADER, tools, offer, ['tool'])),
  ]
  return narrowingOf({
    ...((toolsets ?? tools) !== undefined && { tools: new Set(named) }),
    ...(readOnly !== undefined && {
      readOnly: isReadOnly(READ_ONLY_HEADER, readOnly, offer, address?.readOnly),
    }),
    isUnkeyed: true,
  })
}

/** Other spellings of those headers, and one more of GitHub's, by their letters. */
const NEAR_HEADERS = /^xmcp(?:readonly|tools?|toolsets?|excludetools?)$/

/** @throws {HttpError} 400 for a header that is meant to narrow a request, but does not */
function checkHeaders(headers: IncomingHttpHeaders): void {
  for (const name of Object.keys(headers)) {
    if (!name.startsWith('x') || !NEAR_HEADERS.test(name.replace(/[-_]/g, ''))) continue
    if (!NARROWING_HEADERS.some((known) => known.toLowerCase() === name))
      throw refused(
        `The header ${shownValue(name)} is not known.`,
        `This server takes ${NARROWING_HEADERS.join(', ')}.`,
      )
  }
}

function toolsIn(
  name: string,
  value: string,
  offer: Offer,
  kinds: readonly Kind[] = ['toolset', 'tool'],
): Set<string> {
  const where = placeOf(name)
  return new Set(namedTools(listIn(value, where), { where, kinds }, offer))
}

async function actorsIn(name: string, value: string, offer: Offer): Promise<Set<string>> {
  const where = placeOf(name)
  return new Set(await namedActors(listIn(value, where), where, offer))
}

/** @param isAsked whether the address asks for it, which the header cannot undo */
function isReadOnly(name: string, value: string, { settings }: Offer, isAsked = false): boolean {
  const where = placeOf(name)
  if (/^(?:true|1)$/i.test(value)) return true
  if (!/^(?:false|0)$/i.test(value))
    throw refused(`${where} is ${shownValue(value)}.`, 'Write true or false.')
  if (settings.readOnly || isAsked)
    throw refused(
      `${where} is false, but ${isAsked ? 'the address asks for read-only' : 'this server is read-only'}.`,
      'Leave it out.',
    )
  return false
}

function budgetIn(name: string, value: string, { settings }: Offer): number {
  const budget = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
  const { maxResultTokens } = settings
  if (budget >= RESULT_TOKENS.from && budget <= maxResultTokens) return budget
  throw refused(
    `${placeOf(name)} is ${shownValue(value)}.`,
    `Write a whole number from ${RESULT_TOKENS.from} to ${maxResultTokens}, the budget of this server.`,
  )
}

function placeOf(name: string): string {
  return NARROWING_HEADERS.includes(name) ? `The header ${name}` : `\`${name}\` in the address`
}

/** @throws {HttpError} 400 if nothing is left */
function checkLeft(narrowing: Narrowing, { tools, lateTools }: Offer): void {
  const actors = narrowActors(narrowing) ?? new Set(lateTools?.actors)
  if (narrowTools(tools, narrowing).length > 0 || (lateTools && actors.size > 0)) return
  throw refused(
    'The address and the headers leave no tool.',
    `Of ${PARAMETERS.slice(0, 3).join(', ')} and ${NARROWING_HEADERS.join(', ')}, leave some out.`,
  )
}
