import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { driveAgent } from './agent.ts'
import { type InteropClient, NEW_NODE, packageName, type Server, TAP } from './client.ts'
import { openai } from './models/openai.ts'

const EXAMPLES = new URL('../../examples/', import.meta.url)
/** Beside the packages, so that the examples find them. */
const COPIES = new URL('.examples/', import.meta.url)

interface ExampleOptions extends Pick<InteropClient, 'protocols' | 'flags'> {
  /** The package that speaks MCP. */
  name: string
  /** `NAME.ts` and `NAME-http.ts` in `examples`. */
  example: string
  /** Whether the framework marks the result of a call as failed. */
  failed?: (text: string) => boolean
}

/** A framework for agents: its example as users run it, with a model that the test plays. */
export function exampleClient({ name, example, failed, ...rest }: ExampleOptions): InteropClient {
  return {
    name: packageName(name),
    runtime: NEW_NODE.name,
    missing: NEW_NODE.missing,
    ...rest,
    async connect(server) {
      const file = await fillIn(example, server)
      return driveAgent(server, openai, (origin) => ({
        command: [NEW_NODE.path, file],
        env: {
          OPENAI_API_KEY: 'none',
          OPENAI_BASE_URL: `${origin}/v1`,
          // It would send what it did to OpenAI.
          OPENAI_AGENTS_DISABLE_TRACING: '1',
        },
        failed,
      }))
    },
  }
}

/** The example with the path or address of the server in place of the one to be replaced. */
async function fillIn(example: string, { url, transport }: Server): Promise<string> {
  const file = transport === 'HTTP' ? `${example}-http.ts` : `${example}.ts`
  const [placeholder, place] =
    url === undefined
      ? ['/path/to/apify-agent-tools/dist/main.js', TAP]
      : ['http://127.0.0.1:3000/mcp', url]
  const source = await readFile(new URL(file, EXAMPLES), 'utf8')
  expect(source).toContain(placeholder)
  await mkdir(COPIES, { recursive: true })
  const copy = new URL(file, COPIES)
  await writeFile(copy, source.replace(placeholder, place))
  return fileURLToPath(copy)
}
