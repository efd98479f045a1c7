import { onTestFinished } from 'vitest'
import { openServer } from './in-process-server.ts'
import { seed } from './seeded-server.ts'

/** Opens a server in this process with a task, a schedule and a webhook. It closes after the test. */
export async function openAutomation(args: string[] = []) {
  const fake = await seed()
  const server = openServer(fake.url, fake.token, args)
  onTestFinished(server.close)
  return {
    fake,
    outputs: server.outputs,
    /** Returns the result of a call that succeeds. */
    async done(tool: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
      const result = await server.call(tool, input)
      if (!result.ok) throw new Error(result.text)
      return result.structured
    },
    /** Returns the error of a call that fails. */
    async refused(tool: string, input: Record<string, unknown>): Promise<string> {
      const result = await server.call(tool, input)
      if (result.ok) throw new Error(`${tool} succeeded: ${result.text}`)
      return result.text
    },
    /** Returns the bodies of requests so far. */
    bodies: (pattern: string): Record<string, unknown>[] =>
      fake.sent(pattern).map(({ body }) => JSON.parse(body.toString())),
  }
}
