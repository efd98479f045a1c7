import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished } from 'vitest'
import type { Connection, Server } from './client.ts'
import { type Dialect, startModel } from './model.ts'

export interface Agent {
  command: string[]
  env: Record<string, string>
  /** What the agent puts before the names of tools. */
  prefix?: string
  /** Whether the agent marks the result of a call as failed, where the API has no mark. */
  failed?: ((text: string) => boolean) | undefined
}

/** A program that works by itself with a model; the test plays the model. */
export async function driveAgent(
  { env, home }: Server,
  dialect: Dialect,
  configure: (modelOrigin: string) => Agent,
): Promise<Connection> {
  const model = await startModel(dialect)
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
      const mark = failed ? failed(turn.result) : turn.failed
      return { text: turn.result, ...(mark !== undefined && { failed: mark }) }
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
    throw new Error(`The agent ended too early: ${stdout}${stderr}`)
  })
  // It ends in good order too, when nobody waits for a turn any more.
  failure.catch(() => {})
  return { ended, failure }
}
