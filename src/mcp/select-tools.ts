import type { Config } from '../config/config.ts'
import { UsageError } from '../config/usage-error.ts'
import type { Tool } from '../tool-call/tool.ts'

/** The properties of a tool that decide whether it is offered. */
type Selectable = Pick<Tool, 'name' | 'toolset' | 'annotations' | 'needs'>

/** The settings of the operator that decide. */
type Selection = Pick<Config, 'tools' | 'readOnly' | 'downloadDir'>

/**
 * Returns the tools that a server offers.
 * @throws {UsageError} if `tools` has an unknown name, or a tool that needs `downloadDir` without it
 */
export function selectTools<T extends Selectable>(
  tools: readonly T[],
  { tools: names, readOnly, downloadDir }: Selection,
): T[] {
  const toolsets = new Set<string>(tools.map((tool) => tool.toolset))
  const unknown = names?.find(
    (name) => !toolsets.has(name) && !tools.some((tool) => tool.name === name),
  )
  if (unknown !== undefined) {
    throw new UsageError(
      `--tools has an unknown name: ${JSON.stringify(unknown)}.`,
      `The toolsets are ${[...toolsets].join(', ')}; the tools are ${tools.map((tool) => tool.name).join(', ')}.`,
    )
  }
  const toolWithoutFolder = tools.find(
    (tool) => tool.needs === 'downloads' && names?.includes(tool.name),
  )
  if (toolWithoutFolder && downloadDir === undefined) {
    throw new UsageError(
      `--tools names ${toolWithoutFolder.name}, which writes files.`,
      'Set their folder with --download-dir.',
    )
  }
  return tools.filter(
    (tool) =>
      (tool.needs !== 'downloads' || downloadDir !== undefined) &&
      (!names || names.includes(tool.name) || names.includes(tool.toolset)) &&
      (!readOnly || tool.annotations.readOnlyHint),
  )
}
