import { checkActorFolders } from '../config/actor-folders.ts'
import type { Config } from '../config/config.ts'
import { inOptions, type Options, readOptions } from '../config/library-options.ts'
import { checkAuditLog } from '../config/telemetry-flags.ts'
import { createOfferedByEra } from '../mcp/access/offered-by-era.ts'
import type { ClientConnection } from '../mcp/channel.ts'
import { serveConnection } from '../mcp/serve-connection.ts'
import type { Caller } from '../tool-call/caller.ts'
import { assemble } from './assemble.ts'
import { guardConnection } from './guard-connection.ts'
import { closeObservation, createObservation } from './observation.ts'
import { debugLines, type OperatorLog, operatorLog } from './operator-log.ts'

interface CallOptions {
  signal?: AbortSignal | undefined
  onProgress?: ((message: string) => void) | undefined
  onQuestion?: ((question: string) => Promise<boolean>) | undefined
  meta?: Record<string, unknown> | undefined
}

/**
 * Creates a server inside another program, with or without an MCP client.
 * @throws {UsageError} that names the wrong option
 */
export async function createEmbeddedServer(options: Options) {
  const { config, backend, offered, observation, ...rest } = await inOptions(async () => {
    const { config, log: write } = readOptions(options)
    const log = operatorLog(config.telemetry.logLevel, write)
    if (config.target.mode === 'local') checkActorFolders(config.target.actorDirs ?? [])
    checkAuditLog(config.telemetry)
    for (const warning of config.warnings) log.log(warning)
    const observation = await observeEmbedded(config, log)
    const observers = observation?.observers
    return { config, observation, ...(await assemble(config, { log: log.log, observers })) }
  })
  const { structured } = config
  const handlersOf = createOfferedByEra({ tools: offered, structured, ...rest })
  const handlers = handlersOf('legacy')
  await rest.lateTools?.ready()
  const calls = new Set<AbortController>()
  const connections = new Set<ClientConnection>()
  let closed = false
  const assertOpen = () => {
    if (closed) throw new Error('This server is closed. Create another with createServer.')
  }
  return {
    get tools() {
      return handlers.tools
    },
    instructions: handlers.instructions,
    async callTool(name: string, args: object = {}, options: CallOptions = {}) {
      assertOpen()
      return runAbortable(calls, options.signal, (signal) =>
        handlers.call(name, args, { environment: backend }, callerOf(options, signal)),
      )
    },
    async connect(transport: ClientConnection) {
      assertOpen()
      const connection = guardConnection(transport, backend.redactor)
      connections.add(connection)
      const onClosed = () => connections.delete(connection)
      await serveConnection(connection, handlersOf, { environment: backend }, onClosed)
    },
    async close() {
      if (closed) return
      closed = true
      for (const call of calls) call.abort()
      await Promise.all([...connections].map((connection) => connection.close()))
      await backend.close()
      await closeObservation(observation, backend.log)
    },
  }
}

/** Returns the observers of the calls. Their lines go where those of the server go. */
function observeEmbedded({ telemetry }: Config, { log, write }: OperatorLog) {
  return createObservation(telemetry, {
    transport: undefined,
    log,
    report: write,
    debug: debugLines(write),
  })
}

function callerOf({ onProgress, onQuestion, meta }: CallOptions, signal: AbortSignal): Caller {
  return {
    signal,
    meta,
    ...(onProgress && { progress: onProgress }),
    ...(onQuestion && {
      askPerson: async (question) => ((await onQuestion(question)) ? 'accept' : 'decline'),
    }),
  }
}

/**
 * Runs work that ends with `signal`, or when one of `running` is aborted. Afterwards the signal, which
 * may live long, has no listener of it.
 */
async function runAbortable<T>(
  running: Set<AbortController>,
  signal: AbortSignal | undefined,
  work: (own: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController()
  const cancel = () => own.abort()
  if (signal?.aborted) cancel()
  signal?.addEventListener('abort', cancel)
  running.add(own)
  try {
    return await work(own.signal)
  } finally {
    signal?.removeEventListener('abort', cancel)
    running.delete(own)
  }
}
