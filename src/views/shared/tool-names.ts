import { RequestError } from './json-rpc.ts'

/**
 * Returns which of our tools a host means. Hosts put the name of the server before it: `apify__get_run`, `apify.get_run`.
 * @param hostName the name as the host gives it
 * @param names the names of our tools
 */
export function ownToolName<Name extends string>(
  hostName: string | undefined,
  names: readonly Name[],
): Name | undefined {
  if (hostName === undefined) return undefined
  return names.find((name) => name === hostName) ?? names.find((name) => prefixOf(hostName, name))
}

/** Returns what a host puts before a name, with its separator; undefined if the names differ otherwise. */
export function prefixOf(hostName: string, name: string): string | undefined {
  if (!hostName.endsWith(name) || hostName === name) return undefined
  const prefix = hostName.slice(0, -name.length)
  return /[^A-Za-z0-9]$/.test(prefix) ? prefix : undefined
}

/** Matches what servers and hosts say first of a tool that they do not have or do not let a view call. */
const MISSING =
  /^\W*(?:(?:mcp )?error:? ?(?:-?\d+)?:? *)?(?:there is no tool\b|(?:unknown|no such) tool\b|tool\W+\S+ (?:(?:is|was) )?(?:not (?:found|available|allowed|listed)|unknown|disabled|does not exist))/i

/** The codes of JSON-RPC 2.0 for a method and for parameters that the other side does not know. */
const UNKNOWN_CODES = [-32_601, -32_602]

/** Tells whether an error says that the tool is not there: then it did nothing, and never will. */
export function isMissingTool(error: unknown): boolean {
  if (!(error instanceof RequestError)) return false
  const isUnknown = error.code === undefined || UNKNOWN_CODES.includes(error.code)
  return isUnknown && MISSING.test(error.message)
}
