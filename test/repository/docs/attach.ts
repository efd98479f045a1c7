import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { makeFolder } from '../../support/folder.ts'
import { seed } from '../../support/seeded-server.ts'
import { MAIN } from '../../support/server-options.ts'
import { withFile } from './recipes.ts'

/** What stands in the pages for the path of a clone, and for a token. */
export const CLONE = '/path/to/apify-agent-tools'
export const TOKEN = 'your-token'

const here = (text: string) => text.replaceAll(`${CLONE}/dist/main.js`, MAIN)

/** How the pages tell a client to start the server. */
export const stdio = z.strictObject({
  type: z.literal('stdio').optional(),
  command: z.literal('node'),
  args: z.tuple([z.literal(`${CLONE}/dist/main.js`)], z.string()),
  env: z.record(z.string(), z.string()).optional(),
})

/** A client that starts the server as the settings say, against a fake API. */
export async function attach({ command, args, env = {} }: z.output<typeof stdio>) {
  const fake = await seed()
  // VS Code asks for the value of an input.
  const given = Object.entries(env).map(([name, value]) => [
    name,
    value.replace(TOKEN, fake.token).replace(/^\$\{input:[\w-]+\}$/, fake.token),
  ])
  const client = new Client({ name: 'test', version: '1.0.0' })
  onTestFinished(() => client.close())
  const variables = { PATH: process.env.PATH ?? '', HOME: await makeFolder() }
  const transport = new StdioClientTransport({
    command,
    args: await Promise.all(args.map((word) => withFile(here(word)))),
    env: { ...variables, APIFY_API_BASE_URL: fake.url, ...Object.fromEntries(given) },
  })
  await client.connect(transport)
  return client
}

/** The account that a client of the server works with. */
export const whoami = async (client: Client) =>
  (await client.callTool({ name: 'whoami', arguments: {} })).structuredContent
