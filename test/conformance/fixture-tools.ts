import { z } from 'zod'
import type { Content } from '../../src/mcp/present.ts'
import { ToolError } from '../../src/shared/errors.ts'
import {
  type Attachment,
  type Context,
  defineTool,
  READ,
  type Tool,
} from '../../src/tool-call/tool.ts'

/** One grey pixel. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=='
/** One silent sample. */
const WAV = 'UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQIAAAAAAA=='

export const IMAGE: Attachment = { type: 'image', data: PNG, mimeType: 'image/png' }

export function textResource(uri: string, mimeType: string, text: string): Content {
  return { type: 'resource', resource: { uri, mimeType, text } }
}

/** Results with kinds of content that the tools of this server do not use. */
export const CONTENT: Record<string, Content[]> = {
  test_audio_content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }],
  test_embedded_resource: [
    textResource('test://embedded-resource', 'text/plain', 'An embedded resource.'),
  ],
  test_multiple_content_types: [
    { type: 'text', text: 'Several kinds of content:' },
    IMAGE,
    textResource('test://mixed-content-resource', 'application/json', '{"test":"data"}'),
  ],
}

/** Defines a tool without arguments that returns its name. */
function fixture(name: string, act: (context: Context) => void): Tool {
  return defineTool({
    name,
    title: name,
    description: `The fixture ${name} of the conformance suite.`,
    toolset: 'actors',
    annotations: READ,
    input: z.strictObject({}),
    output: z.object({ done: z.string() }),
    async handler(_, context) {
      act(context)
      return { done: name }
    },
  })
}

/** The tools that the suite needs, as tools of this server. */
export const FIXTURE_TOOLS: readonly Tool[] = [
  fixture('test_simple_text', () => {}),
  // This server sends no log messages to clients.
  fixture('test_logging_tool', () => {}),
  fixture('test_image_content', ({ attach }) => attach(IMAGE)),
  fixture('test_tool_with_progress', ({ progress }) => {
    for (const step of ['started', 'half done', 'done']) progress(step)
  }),
  fixture('test_error_handling', () => {
    throw new ToolError('This tool fails on purpose.', 'Nothing needs to be done.')
  }),
]

/** Keywords of JSON Schema 2020-12 that must reach the client unchanged. */
export const SCHEMA_2020_12 = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object' as const,
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
}
