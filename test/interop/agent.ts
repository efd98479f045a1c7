import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished } from 'vitest'
import type { Connection, Server } from './client.ts'
import { type ModelApi, startModel } from './model-api.ts'

export interface Agent {
  command: string[]
  env: Record<string, string>
  /** The prefix that the agent adds to the names of tools. */
  prefix?: string
  /** Tells whether the agent shows a result as failed, if the model's API has no field for that. */
  failed?: ((text: string) => boolean) | undefined
}

/** Runs an agent program that works on its own with a model. The test plays the model. */
export async function driveAgent(
  { env, home }: Server,
  api: ModelApi,
  configure: (modelOrigin: string) => Agent,
): Promise<Connection> {
  const model = await startModel(api)
  const { prefix = '', failed, ...program } = configure(model.origin)
  const agent = startProgram(program.command, home, { ...env, ...program.env })
  const next = () => Promise.race([model.turn(), agent.failure])
  let turn = await next()
  return {
    listTools: async () =>
      turn.tools
        .filter(({ name }) => name.startsWith(prefix))
        .map((tool) => ({ ...tool, name: tool.name.slice(prefix.length) })),
    async call(name, args) {
      turn.call(`${prefix}${name}`, args)
      turn = await next()
      const isFailed = failed ? failed(turn.result) : turn.failed
      return { text: turn.result, ...(isFailed !== undefined && { failed: isFailed }) }
    },
    async close() {
      turn.say('The titles are listed.')
      expect(await agent.ended).toMatchObject({ code: 0, stdout: 'The titles are listed.\n' })
    },
  }
}

function startProgram([file = '', ...args]: string[], cwd: string, env: Record<string, string>) {
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = Promise.all([text(child.stdout), text(child.stderr)])
  const ended = once(child, 'exit').then(async () => {
    const [stdout, stderr] = await output
    return { code: child.exitCode, stdout, stderr }
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const failure = ended.then(({ stdout, stderr }): never => {
    throw new Error(`The agent exited too early: ${stdout}${stderr}`)
  })
  // A normal exit rejects it too, when nobody waits for a turn any more.
  failure.catch(() => {})
  return { ended, failure }
}
