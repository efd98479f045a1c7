import type { Config } from '../config/config.ts'
import { UsageError } from '../config/usage-error.ts'
import { nearestName } from '../shared/likeness.ts'
import { expandToolsets, TOOLSET_GROUPS, TOOLSETS } from '../shared/toolsets.ts'
import type { Tool } from '../tool-call/tool.ts'

/** The properties of a tool that decide whether it is offered. */
type Selectable = Pick<Tool, 'name' | 'toolset' | 'annotations' | 'needs'> & {
  withUploads?: unknown
}

/** The settings of the operator that decide. */
type Selection = Pick<Config, 'tools' | 'readOnly' | 'downloadDir'> &
  Partial<Pick<Config, 'uploadDir' | 'http'>>

/**
 * Returns the tools that a server offers.
 * @throws {UsageError} if `tools` has an unknown name, or names a tool that this server cannot offer, or `readOnly`
 *   leaves nothing
 */
export function selectTools<T extends Selectable & { withUploads?: T }>(
  tools: readonly T[],
  { tools: names, readOnly, downloadDir, uploadDir, http }: Selection,
): T[] {
  rejectUnknown(names ?? [], tools)
  const has = { downloads: downloadDir !== undefined, 'list-changes': http === undefined }
  rejectMissing(names ?? [], tools, has)
  const wanted = expandToolsets(names)
  const offered = tools.filter(
    (tool) =>
      (tool.needs === undefined || has[tool.needs]) &&
      (wanted.has(tool.name) || wanted.has(tool.toolset)) &&
      (!readOnly || tool.annotations.readOnlyHint),
  )
  if (readOnly && offered.length === 0)
    throw new UsageError(
      '--read-only leaves none of the tools that --tools names.',
      'Name a tool that changes nothing, or remove --read-only.',
    )
  return uploadDir === undefined ? offered : offered.map((tool) => tool.withUploads ?? tool)
}

/** @throws {UsageError} if a name asks for what the server does not have; those of groups do not */
function rejectMissing(
  names: readonly string[],
  tools: readonly Selectable[],
  has: Record<NonNullable<Tool['needs']>, boolean>,
): void {
  const writing = tools.find(({ name, needs }) => needs === 'downloads' && names.includes(name))
  if (writing && !has.downloads) {
    throw new UsageError(
      `--tools names ${writing.name}, which writes files.`,
      'Set their folder with --download-dir.',
    )
  }
  const changing = tools.filter(({ needs }) => needs === 'list-changes')
  const named = names.find((each) =>
    changing.some(({ name, toolset }) => each === name || each === toolset),
  )
  if (named === undefined || has['list-changes']) return
  throw new UsageError(
    `--tools names ${named}, which changes the list of tools; that works over stdio only.`,
    'Over HTTP the list is the same for all requests: leave it out. --actor-tools offers Actors as tools.',
  )
}

/** @throws {UsageError} if a name is not that of a tool, a toolset or a group of them */
function rejectUnknown(names: readonly string[], tools: readonly Selectable[]): void {
  const toolsets = [...Object.keys(TOOLSET_GROUPS), ...TOOLSETS]
  const toolNames = tools.map(({ name }) => name)
  const known = [...toolsets, ...toolNames]
  const unknown = names.find((name) => !known.includes(name))
  if (unknown === undefined) return
  const nearest = nearestName(unknown, known)
  throw new UsageError(
    `--tools has an unknown name: ${JSON.stringify(unknown)}.`,
    nearest === undefined
      ? `The toolsets are ${toolsets.join(', ')}; the tools are ${toolNames.join(', ')}.`
      : `Did you mean ${nearest}? The toolsets are ${toolsets.join(', ')}.`,
  )
}
