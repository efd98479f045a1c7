import { createBackend } from '../../src/app/backend.ts'
import { readConfig } from '../../src/config/config.ts'
import { createEraDispatch } from '../../src/mcp/http/era-dispatch.ts'
import type { EraDispatch } from '../../src/mcp/http/exchange-contract.ts'
import { prepareHttp } from '../../src/mcp/http/server.ts'
import { createModernOf } from '../../src/mcp/modern/http.ts'
import { createModernServer } from '../../src/mcp/modern/server.ts'
import type { RequestHandlers } from '../../src/mcp/request-handlers.ts'
import { scopeOf } from '../../src/tool-call/call-environment.ts'
import { createFixtureAnswers } from './fixture-answers.ts'
import { createTripServer, isTrip } from './fixture-trips.ts'

/** The suite waits half a second for some answers, which a first call would not keep to. */
const WARM_UP_MS = 60_000

/** Our answers to all but what asks the client back; that by servers of the SDK alone. */
function createFixtureExchanger(answers: RequestHandlers): EraDispatch {
  const ours = createEraDispatch(answers)
  const modern = createModernOf((asker, body) =>
    isTrip(body) ? createTripServer(answers) : createModernServer(answers, asker),
  )
  return async (era) => (era === 'modern' ? modern : ours(era))
}

/** The server over HTTP as it is, with the suite's fixtures in place of its tools, prompts and data. */
const config = readConfig(process.argv.slice(2), process.env)
if (!config.http) throw new Error('The suite speaks HTTP: give --http.')
const { serve, flush, ...backendOptions } = prepareHttp(config.http)
const backend = createBackend(config, backendOptions)
await backend.connect(scopeOf(WARM_UP_MS))
const service = await serve({
  eraDispatch: createFixtureExchanger(createFixtureAnswers()),
  environment: backend,
})

process.once('SIGTERM', async () => {
  await service.stop()
  await backend.close()
  flush()
  process.exit(0)
})
