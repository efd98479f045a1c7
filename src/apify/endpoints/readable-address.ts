import { ToolError } from '../../shared/errors.ts'
import { quoted } from '../../shared/quote.ts'
import {
  DENIED_PATHS,
  DROPPED_PARAMETERS,
  READABLE_PARAMETERS,
  READABLE_PATHS,
} from './readable-paths.ts'

/** What a segment of a path may be once it is decoded: an ID, `user~name`, a key, a version, a word. */
const SEGMENT = /^[\w.~!'()@:-]{1,256}$/
const DOTS = /^\.+$/

/** An address that is read. */
export interface ReadableAddress {
  /** Below the base URL, encoded. */
  path: string
  query: Record<string, string>
  /** Whether it holds what users stored, in which every field is theirs. */
  isData: boolean
}

/**
 * Returns the address that a text names, if it is one that may be read.
 * @param text the path below the API, with or without `v2/`, and the query
 * @throws {ToolError} if it is not an address of the API, does more than read, or shows secrets
 */
export function readableAddress(text: string): ReadableAddress {
  const [path = '', query = ''] = text.split(/\?(.*)/s)
  const segments = segmentsOf(path)
  const denied = templateOf(segments, Object.keys(DENIED_PATHS))
  if (denied !== undefined)
    throw new ToolError(
      `${quoted(`/v2/${segments.join('/')}`)} is not read here.`,
      DENIED_PATHS[denied] ?? '',
    )
  const template = templateOf(segments, READABLE_PATHS)
  if (template === undefined)
    throw new ToolError(
      `${quoted(`/v2/${segments.join('/')}`)} is not an address of the API that can be read.`,
      'Give one that GET takes in the API reference, such as `v2/webhooks` or `v2/datasets/ID`.',
    )
  return {
    path: `/v2/${segments.map(encodeURIComponent).join('/')}`,
    query: parametersOf(query),
    isData: /(?:\/items|\/records|\/records\/\{recordKey\}|\/input|\/log)$|^logs\//.test(template),
  }
}

/** @throws {ToolError} if a segment could lead out of its place */
function segmentsOf(path: string): string[] {
  const segments = path
    .replace(/^v2\//, '')
    .replace(/\/$/, '')
    .split('/')
    .map((segment) => decodedSegment(segment))
  return segments[0] === 'acts' ? ['actors', ...segments.slice(1)] : segments
}

function decodedSegment(segment: string): string {
  let decoded: string | undefined
  try {
    decoded = decodeURIComponent(segment)
  } catch {
    // What is not decoded is not valid either.
  }
  if (decoded !== undefined && SEGMENT.test(decoded) && !DOTS.test(decoded)) return decoded
  throw new ToolError(
    `The address has a part that is not valid: ${quoted(segment, 60)}.`,
    'Write IDs and names as they are, and `user/name` as `user~name`.',
  )
}

/** Returns the template that a path has. A fixed part wins over a variable. */
function templateOf(segments: readonly string[], templates: readonly string[]): string | undefined {
  const matching = templates.filter((template) => {
    const parts = template.split('/')
    return (
      parts.length === segments.length &&
      parts.every((part, i) => part.startsWith('{') || part === segments[i])
    )
  })
  const variables = (template: string) => template.split('{').length
  return matching.toSorted((a, b) => variables(a) - variables(b))[0]
}

/** @throws {ToolError} if a parameter is not one of a read */
function parametersOf(query: string): Record<string, string> {
  const given = [...new URLSearchParams(query)].filter(([name]) => !DROPPED_PARAMETERS.has(name))
  const unknown = given.find(([name]) => !READABLE_PARAMETERS.has(name))
  if (unknown)
    throw new ToolError(
      `The address has a parameter that is not taken here: ${quoted(unknown[0], 60)}.`,
      'Leave it out. `limit`, `offset`, `fields` and `desc` choose what is read.',
    )
  return Object.fromEntries(given)
}
