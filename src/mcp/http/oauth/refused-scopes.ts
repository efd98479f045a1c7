import type { RequestMessage } from '../../jsonrpc.ts'
import { PROMPTS } from '../../prompts.ts'
import type { ToolListOptions } from '../../tool-list.ts'
import { neededScopes, type Scope, type Scopes, scopesAllow } from './scopes.ts'

export type Offered = Pick<ToolListOptions, 'tools' | 'lateTools'>

/**
 * Returns the scopes that a request needs if its token does not allow it; an empty list if it does. What is not
 * offered to anyone needs none, and is answered as such.
 */
export async function refusedScopes(
  { method, params }: RequestMessage,
  scopes: Scopes,
  offered: Offered,
): Promise<Scope[]> {
  const name: unknown = params?.name
  if (typeof name !== 'string') return []
  if (method === 'prompts/get') return promptScopes(name, scopes, offered)
  return method === 'tools/call' ? toolScopes(name, scopes, offered) : []
}

async function toolScopes(
  name: string,
  scopes: Scopes,
  { tools, lateTools }: Offered,
): Promise<Scope[]> {
  const tool = tools.find((each) => each.name === name)
  if (tool) return scopesAllow(tool, scopes) ? [] : neededScopes(tool)
  if (!lateTools || scopes.has('apify:run')) return []
  // All tools of Actors start runs, also those that have not arrived yet.
  const late = await lateTools.find(name, AbortSignal.abort())
  return late === undefined ? [] : ['apify:run']
}

function promptScopes(name: string, scopes: Scopes, { tools }: Offered): Scope[] {
  const needs = PROMPTS.find((each) => each.name === name)?.needs ?? []
  const needed = tools.filter((tool) => needs.includes(tool.name))
  if (needed.length < needs.length) return []
  return needed.every((tool) => scopesAllow(tool, scopes)) ? [] : needed.flatMap(neededScopes)
}
