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

/**
 * The tools that a server offers.
 * @param names tools and toolsets; all where it is missing
 * @throws UsageError where a name is unknown, with those that exist
 */
export function selectTools(
  tools: readonly Tool[],
  { names, readOnly }: { names: readonly string[] | undefined; readOnly: boolean },
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
  return tools.filter(
    (tool) =>
      (!names || names.includes(tool.name) || names.includes(tool.toolset)) &&
      (!readOnly || tool.annotations.readOnlyHint),
  )
}
