import { MissingRequiredClientCapabilityError } from '@modelcontextprotocol/server'
import { z } from 'zod'
import {
  createRequestHandlers,
  NotFoundError,
  type RequestHandlers,
} from '../../src/mcp/request-handlers.ts'
import { TASKS_EXTENSION } from '../../src/mcp/tasks/task-offer.ts'
import { READ } from '../../src/tool-call/tool.ts'
import { ROUND_TRIP_TOOLS } from './fixture-round-trips.ts'
import { NEEDS_TASK, TASK_TOOLS } from './fixture-tasks.ts'
import { CONTENT, FIXTURE_TOOLS, IMAGE, SCHEMA_2020_12, textResource } from './fixture-tools.ts'

const PNG_RESOURCE = { uri: 'test://static-binary', name: 'static-binary', mimeType: 'image/png' }
const TEXT_RESOURCE = { uri: 'test://static-text', name: 'static-text', mimeType: 'text/plain' }
const TEMPLATE = /^test:\/\/template\/([^/]+)\/data$/

type Prompt = RequestHandlers['prompts'][number]
type Messages = Awaited<ReturnType<RequestHandlers['prompt']>>['messages']

/** Returns handlers with the fixtures of the conformance suite instead of our data and prompts. */
export function createFixtureHandlers(): RequestHandlers {
  const handlers = createRequestHandlers({
    tools: [...FIXTURE_TOOLS, ...TASK_TOOLS],
    structured: true,
  })
  const tools = [
    ...handlers.tools,
    ...['greet', 'test_missing_capability', ...Object.keys(CONTENT), ...ROUND_TRIP_TOOLS].map(
      (name) => listed(name, { type: 'object' }),
    ),
    listed('json_schema_2020_12_tool', SCHEMA_2020_12),
  ]
  return {
    ...handlers,
    capabilities: { tools: {}, logging: {}, resources: {}, prompts: {}, completions: {} },
    tools,
    listTools: async () => tools,
    async call(name, args, ...rest) {
      if (name === 'greet') return { content: [{ type: 'text', text: greeting(args) }] }
      // The tool needs sampling, which this server never requests.
      if (name === 'test_missing_capability')
        throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { sampling: {} } })
      if (name === NEEDS_TASK)
        throw new MissingRequiredClientCapabilityError({
          requiredCapabilities: { extensions: { [TASKS_EXTENSION]: {} } },
        })
      const content = CONTENT[name]
      return content ? { content } : handlers.call(name, args, ...rest)
    },
    listResources: async () => [TEXT_RESOURCE, PNG_RESOURCE],
    resourceTemplates: [
      {
        name: 'template',
        title: 'Template',
        description: 'Data of an id.',
        mimeType: 'application/json',
        uriTemplate: 'test://template/{id}/data',
      },
    ],
    async read(uri) {
      return { contents: [{ uri, ...read(uri) }] }
    },
    prompts: PROMPTS.map(({ messages: _, ...prompt }) => prompt),
    async prompt(name, given = {}) {
      const prompt = PROMPTS.find((each) => each.name === name)
      if (!prompt) throw new NotFoundError('prompt', `There is no prompt ${name}.`)
      return { description: prompt.description, messages: prompt.messages(given) }
    },
  }
}

const named = z.object({ name: z.string() })

function greeting(args: unknown): string {
  return `Hello, ${named.parse(args).name}!`
}

function listed(name: string, inputSchema: RequestHandlers['tools'][number]['inputSchema']) {
  const description = `The fixture ${name} of the conformance suite.`
  return { name, title: name, description, inputSchema, annotations: { ...READ } }
}

function read(uri: string) {
  if (uri === TEXT_RESOURCE.uri)
    return { mimeType: TEXT_RESOURCE.mimeType, text: 'The text of a resource.' }
  if (uri === PNG_RESOURCE.uri && IMAGE.type === 'image')
    return { mimeType: PNG_RESOURCE.mimeType, blob: IMAGE.data }
  const id = TEMPLATE.exec(uri)?.[1]
  if (id === undefined) throw new NotFoundError('resource', `There is no resource ${uri}.`)
  const text = JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` })
  return { mimeType: 'application/json', text }
}

const PROMPTS: readonly (Prompt & { messages(given: Record<string, string>): Messages })[] = [
  prompt('test_simple_prompt', [], () => [text('A simple prompt.')]),
  prompt('test_prompt_with_arguments', ['arg1', 'arg2'], ({ arg1, arg2 }) => [
    text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`),
  ]),
  prompt('test_prompt_with_embedded_resource', ['resourceUri'], ({ resourceUri = '' }) => [
    { role: 'user', content: textResource(resourceUri, 'text/plain', 'An embedded resource.') },
    text('Look at the embedded resource above.'),
  ]),
  prompt('test_prompt_with_image', [], () => [
    { role: 'user', content: IMAGE },
    text('Look at the image above.'),
  ]),
]

function prompt(
  name: string,
  args: string[],
  messages: (given: Record<string, string>) => Messages,
) {
  return {
    name,
    title: name,
    description: `The fixture ${name} of the conformance suite.`,
    arguments: args.map((each) => ({ name: each, description: each, required: true })),
    messages,
  }
}

function text(content: string): Messages[number] {
  return { role: 'user', content: { type: 'text', text: content } }
}
