import { z } from 'zod'
import type { Tool } from '../tool-call/tool.ts'
import type { ToolDefinition } from './tool-catalog.ts'

/**
 * Returns a tool as `tools/list` shows it.
 * @param structured whether results have structured content; without it there is no output schema
 */
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
  const override = dropSafeBounds
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override })
  return { ...rest, type: 'object' }
}

/** Leaves out the bounds of every integer of JavaScript: they tell a model nothing. */
function dropSafeBounds({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
}
