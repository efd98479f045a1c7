import { z } from 'zod'
import { UsageError } from '../config.ts'
import type { Annotations, Tool } from '../tool.ts'

/** A tool as `tools/list` shows it. */
export interface ToolDefinition {
  name: string
  title: string
  description: string
  inputSchema: { type: 'object'; [key: string]: unknown }
  outputSchema?: { type: 'object'; [key: string]: unknown }
  annotations: Annotations
}

/** @param structured whether results carry structured content, which alone makes an output schema true */
export function describeTool(tool: Tool, { structured }: { structured: boolean }): ToolDefinition {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: jsonSchema(tool.input, 'input'),
    ...(structured && { outputSchema: jsonSchema(tool.output, 'output') }),
    annotations: tool.annotations,
  }
}

function jsonSchema(schema: z.ZodObject, io: 'input' | 'output'): ToolDefinition['inputSchema'] {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return { ...rest, type: 'object' }
}

export interface Selection {
  /** Tools and toolsets; all where it is missing. */
  names: readonly string[] | undefined
  readOnly: boolean
  /** Whether there is a folder that files may be written to. */
  downloads: boolean
}

/**
 * The tools that a server offers.
 * @throws UsageError where a name is unknown, with those that exist, or needs what is not there
 */
export function selectTools(
  tools: readonly Tool[],
  { names, readOnly, downloads }: Selection,
): Tool[] {
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
  const homeless = tools.find((tool) => tool.needs === 'downloads' && names?.includes(tool.name))
  if (homeless && !downloads) {
    throw new UsageError(
      `--tools names ${homeless.name}, which writes files.`,
      'Name a folder for them with --download-dir.',
    )
  }
  return tools.filter(
    (tool) =>
      (tool.needs !== 'downloads' || downloads) &&
      (!names || names.includes(tool.name) || names.includes(tool.toolset)) &&
      (!readOnly || tool.annotations.readOnlyHint),
  )
}
