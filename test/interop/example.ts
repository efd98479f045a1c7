import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { driveAgent } from './agent.ts'
import { type InteropClient, NEW_NODE, packageName, RECORDER, type Server } from './client.ts'
import { openai } from './models/openai.ts'

const EXAMPLES = new URL('../../examples/', import.meta.url)
/** Next to `node_modules`, so that the examples find their packages. */
const COPIES = new URL('.examples/', import.meta.url)

interface ExampleOptions extends Pick<InteropClient, 'protocols' | 'flags'> {
  /** The package of the MCP client. */
  name: string
  /** `NAME.ts` and `NAME-http.ts` in `examples`. */
  example: string
  /** Tells whether the framework shows a result as failed. */
  failed?: (text: string) => boolean
}

/** Returns an agent framework as a client. It runs our example with a model that the test plays. */
export function exampleClient({ name, example, failed, ...rest }: ExampleOptions): InteropClient {
  return {
    name: packageName(name),
    runtime: NEW_NODE.name,
    skipReason: NEW_NODE.skipReason,
    ...rest,
    async connect(server) {
      const file = await fillIn(example, server)
      return driveAgent(server, openai, (origin) => ({
        command: [NEW_NODE.path, file],
        env: {
          OPENAI_API_KEY: 'none',
          OPENAI_BASE_URL: `${origin}/v1`,
          // Otherwise the framework sends traces to OpenAI.
          OPENAI_AGENTS_DISABLE_TRACING: '1',
        },
        failed,
      }))
    },
  }
}

/** Writes a copy of the example with the path or URL of the server, and returns its path. */
async function fillIn(example: string, { url, transport }: Server): Promise<string> {
  const file = transport === 'HTTP' ? `${example}-http.ts` : `${example}.ts`
  const [placeholder, place] =
    url === undefined
      ? ['/path/to/apify-agent-tools/dist/main.js', RECORDER]
      : ['http://127.0.0.1:3000/mcp', url]
  const source = await readFile(new URL(file, EXAMPLES), 'utf8')
  expect(source).toContain(placeholder)
  await mkdir(COPIES, { recursive: true })
  const copy = new URL(file, COPIES)
  await writeFile(copy, source.replace(placeholder, place))
  return fileURLToPath(copy)
}
