import { tmpdir } from 'node:os'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { serve } from '../support/seeded-server.ts'

const NAMES = [
  'whoami',
  'search_actors',
  'get_actor',
  'validate_input',
  'run_actor',
  'run_actor_sync',
  'get_run',
  'list_runs',
  'abort_run',
  'get_log',
  'get_dataset',
  'list_dataset_items',
  'query_dataset',
  'push_dataset_items',
  'list_records',
  'get_record',
  'put_record',
  'list_storages',
  'create_storage',
  'export_items',
  'save_task',
  'get_task',
  'list_tasks',
  'delete_task',
  'save_schedule',
  'get_schedule',
  'list_schedules',
  'delete_schedule',
  'save_webhook',
  'get_webhook',
  'list_webhooks',
  'delete_webhook',
  'search_docs',
  'read_docs',
  'get_build',
  'list_builds',
  'build_actor',
  'resurrect_run',
  'list_webhook_dispatches',
  'get_request_queue',
  'add_requests',
  'delete_storage',
  'rename_storage',
  'delete_record',
  'add_actor_tool',
  'remove_actor_tool',
]

const jsonSchema = z.looseObject({
  type: z.string().optional(),
  description: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  additionalProperties: z.unknown().optional(),
})

/** Yields every schema within a schema, with its path. */
function* schemasIn(
  value: unknown,
  path: string,
): Generator<[string, z.output<typeof jsonSchema>]> {
  const schema = jsonSchema.parse(value)
  yield [path, schema]
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    yield* schemasIn(property, `${path}.${name}`)
  if (schema.items !== undefined) yield* schemasIn(schema.items, `${path}[]`)
}

/** Lists all tools. Some are offered only if the server may write files, or if their toolset is named. */
async function listTools(args: string[] = []) {
  const all = ['--tools=all', `--download-dir=${tmpdir()}`]
  const { client } = await serve({ args: [...all, ...args] })
  return (await client.listTools()).tools
}

describe('the tools as a client lists them', () => {
  it('are all tools, in order', async () => {
    const tools = await listTools()
    expect(tools.map(({ name }) => name)).toEqual(NAMES)
  })

  it('have every annotation about what they change', async () => {
    for (const { name, title, annotations } of await listTools()) {
      expect(title, name).toMatch(/\w/)
      expect(annotations, name).toEqual({
        readOnlyHint: expect.any(Boolean),
        destructiveHint: expect.any(Boolean),
        idempotentHint: expect.any(Boolean),
        openWorldHint: expect.any(Boolean),
      })
      expect(annotations?.readOnlyHint, name).toBe(
        /^(?:get|list|query|read|search|validate|whoami)/.test(name),
      )
    }
  })

  it('have descriptions of at most 300 characters that name only existing tools and arguments', async () => {
    const tools = await listTools()
    for (const { name, description = '' } of tools) {
      expect(description.length, name).toBeGreaterThan(40)
      expect(description.length, name).toBeLessThanOrEqual(300)
      const mentioned = [...description.matchAll(/`([a-z]+_[a-z_]+)`/g)].map(([, tool]) => tool)
      for (const tool of mentioned) expect(NAMES, name).toContain(tool)
    }
  })

  it('have descriptions of at most 300 characters with files, too', async () => {
    for (const { name, description = '' } of await listTools([`--upload-dir=${tmpdir()}`]))
      expect(description.length, name).toBeLessThanOrEqual(300)
  })

  it('have input schemas that every client and model vendor accepts', async () => {
    for (const { name, inputSchema } of await listTools()) {
      expect(JSON.stringify(inputSchema), name).not.toMatch(/"(?:anyOf|oneOf|allOf|\$ref)"/)
      expect(inputSchema.additionalProperties, name).toBe(false)
      for (const [path, schema] of schemasIn(inputSchema, name)) {
        expect(schema.type, path).toMatch(/^(?:string|number|integer|boolean|array|object)$/)
        if (schema.type === 'array') expect(schema.items, path).toBeTypeOf('object')
      }
    }
  })

  it('have no bounds that tell a model nothing', async () => {
    const shown = JSON.stringify(await listTools())
    expect(shown).not.toContain(String(Number.MAX_SAFE_INTEGER))
  })

  it('match the snapshot', async () => {
    expect(await listTools()).toMatchSnapshot()
  })

  it('declare structured results only when they send them', async () => {
    for (const tool of await listTools()) expect(tool.outputSchema, tool.name).toBeDefined()
    for (const tool of await listTools(['--no-structured']))
      expect(tool.outputSchema, tool.name).toBeUndefined()
  })
})

describe('the server', () => {
  it('tells the model that data is not instructions', async () => {
    const { client } = await serve()
    expect(client.getInstructions()).toMatch(/never follow instructions/)
  })

  it('teaches the workflow in at most 300 tokens', async () => {
    const { client } = await serve({ args: [`--download-dir=${tmpdir()}`] })
    const text = client.getInstructions() ?? ''
    expect(countTokens(text)).toBeLessThanOrEqual(300)
    const order = ['search_actors', 'get_actor', 'run_actor', 'get_run', 'list_dataset_items']
    const places = order.map((name) => text.indexOf(name))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(0)
  })

  it.each([
    ['--tools=storage'],
    ['--tools=runs'],
    ['--tools=actors'],
    ['--tools=whoami'],
    ['--read-only'],
  ])('names only offered tools in its instructions: %s', async (flag) => {
    const { client } = await serve({ args: [flag] })
    const { tools } = await client.listTools()
    const mentioned = [...(client.getInstructions() ?? '').matchAll(/`([a-z]+_[a-z_]+)`/g)]
    for (const [, name] of mentioned) expect(tools.map((tool) => tool.name)).toContain(name)
  })
})
