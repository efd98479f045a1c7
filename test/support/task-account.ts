import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import type { FakeApify } from './fake-apify/apify.ts'
import { countStarts } from './fake-apify/starts.ts'
import { RUN, seed } from './seeded-server.ts'
import { environmentOf, MAIN } from './server-options.ts'
import { openLegacy } from './task-clients.ts'

const WORKING = { ...RUN, status: 'RUNNING', finishedAt: null }
/** A call that starts a run of the Actor. */
export const CALL = { actorId: 'alice/crawler', input: { depth: 2 } }

interface ConnectOptions {
  args?: string[]
  onQuestion?: (question: string) => 'accept' | 'decline'
  url?: string
}

/** Connects a client of revision 2025-11-25 over stdio to a server of an account. */
export async function connectAccount(
  fake: FakeApify,
  { args = [], onQuestion, url }: ConnectOptions = {},
) {
  const env = await environmentOf({ fake: { token: fake.token, url: url ?? fake.url } })
  const program = { command: process.execPath, args: [MAIN, ...args], env }
  return openLegacy(new StdioClientTransport(program), onQuestion)
}

/** Starts a server of an account whose Actor has runs that go on. */
export async function seedWorking() {
  const fake = await seed()
  return { fake, starts: countStarts(fake, WORKING) }
}
