import { createBackend } from '../../src/app/backend.ts'
import { createServerSecrets } from '../../src/app/server-secrets.ts'
import { readConfig } from '../../src/config/config.ts'
import { createEraDispatch } from '../../src/mcp/http/era-dispatch.ts'
import type { EraDispatch } from '../../src/mcp/http/exchange-contract.ts'
import { prepareHttp } from '../../src/mcp/http/server.ts'
import { createModernOf } from '../../src/mcp/modern/http.ts'
import { createModernServer } from '../../src/mcp/modern/server.ts'
import type { RequestHandlers } from '../../src/mcp/request-handlers.ts'
import { scopeOf } from '../../src/tool-call/call-environment.ts'
import { createFixtureHandlers } from './fixture-handlers.ts'
import { createRoundTripServer, isRoundTrip } from './fixture-round-trips.ts'

/** The suite waits only half a second for some answers, so the platform starts before the suite. */
const WARM_UP_MS = 60_000

/** Returns a dispatch with our handlers. Servers of the SDK handle the tools that ask the client. */
function createFixtureDispatch(handlers: RequestHandlers): EraDispatch {
  const ours = createEraDispatch(() => handlers)
  const modern = createModernOf((asker, body) =>
    isRoundTrip(body) ? createRoundTripServer(handlers) : createModernServer(handlers, asker),
  )
  return async (era) => (era === 'modern' ? modern : ours(era))
}

/** Runs our HTTP server with the suite's fixtures instead of our tools, prompts and data. */
const config = readConfig(process.argv.slice(2), process.env)
if (!config.http) throw new Error('The suite needs HTTP: add --http.')
const secrets = createServerSecrets(config)
const {
  serve,
  flush,
  logger: _,
  ...backendOptions
} = prepareHttp(config.http, { redactor: secrets.redactor })
const backend = createBackend(config, { ...backendOptions, secrets })
await backend.connect(scopeOf(WARM_UP_MS))
const service = await serve({
  eraDispatch: createFixtureDispatch(createFixtureHandlers()),
  environment: backend,
  offered: { tools: [] },
})

process.once('SIGTERM', async () => {
  await service.stop()
  await backend.close()
  flush()
  process.exit(0)
})
