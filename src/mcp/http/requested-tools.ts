import { nearestName } from '../../shared/likeness.ts'
import { quoted } from '../../shared/quote.ts'
import { TOOLSET_GROUPS, TOOLSETS } from '../../shared/toolsets.ts'
import type { Settings, Tool } from '../../tool-call/tool.ts'
import { INVALID_REQUEST } from '../jsonrpc.ts'
import type { LateTools } from '../late-tools.ts'
import { HttpError } from './http-error.ts'

/** What the operator offers, of which a request may ask for less. */
export interface Offer {
  tools: readonly Pick<Tool, 'name' | 'toolset' | 'annotations'>[]
  lateTools?: LateTools | undefined
  settings: Pick<Settings, 'readOnly' | 'maxResultTokens'>
}

/** The kinds of names that a list may have. */
export type Kind = 'toolset' | 'tool'

/** What an error quotes of one value, in characters. */
const MAX_QUOTED_CHARS = 60

/** Returns a value of a request as an error quotes it. */
export function shownValue(value: string): string {
  return quoted(value, MAX_QUOTED_CHARS)
}

/** Returns the error of a request that asks for what it cannot have. */
export function refused(problem: string, remedy: string): HttpError {
  return new HttpError(400, `${problem} ${remedy}`, { code: INVALID_REQUEST })
}

/**
 * Returns the names of a list.
 * @param where the parameter or header, as a sentence begins with it
 * @throws {HttpError} 400 if it has none
 */
export function listIn(value: string, where: string): string[] {
  const names = value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (names.length > 0) return names
  throw refused(`${where} is empty.`, 'Write names separated by commas, or leave it out.')
}

/**
 * Returns the tools that names of tools, toolsets and their groups stand for, as far as they are offered.
 * @throws {HttpError} 400 if there are none for a name
 */
export function namedTools(
  names: readonly string[],
  { where, kinds }: { where: string; kinds: readonly Kind[] },
  { tools }: Offer,
): string[] {
  const byName = new Map<string, string[]>()
  if (kinds.includes('toolset')) {
    const groups = Object.entries(TOOLSET_GROUPS)
    for (const [name, toolsets] of [
      ...groups,
      ...TOOLSETS.map((each) => [each, [each]] as const),
    ]) {
      const members = tools.filter(({ toolset }) => toolsets.some((each) => each === toolset))
      if (members.length > 0)
        byName.set(
          name,
          members.map((tool) => tool.name),
        )
    }
  }
  if (kinds.includes('tool')) for (const { name } of tools) byName.set(name, [name])
  return names.flatMap((name) => byName.get(name) ?? notOffered(name, where, [...byName.keys()]))
}

/**
 * Returns the Actors that names stand for, as the operator named them; none for `none`.
 * @throws {HttpError} 400 if the tool of one is not offered
 */
export async function namedActors(
  names: readonly string[],
  where: string,
  { lateTools }: Offer,
): Promise<string[]> {
  if (names.length === 1 && names[0] === 'none') return []
  const find = (name: string) => lateTools?.actorNamed(name)
  // An Actor that the operator named by its id has a name only when it has arrived.
  if (!names.every(find) && !lateTools?.isComplete()) await lateTools?.ready()
  return names.map((name) => find(name) ?? notOffered(name, where, lateTools?.actors ?? []))
}

function notOffered(name: string, where: string, offered: readonly string[]): never {
  const nearest = nearestName(name, offered)
  const hint = nearest === undefined ? '' : `Did you mean ${nearest}? `
  const rest =
    offered.length === 0
      ? 'It offers none.'
      : `It offers ${offered.join(', ')}. Name some of these.`
  throw refused(`${where} has ${shownValue(name)}, which this server does not offer.`, hint + rest)
}
