import { createHost } from '../../src/app/backend.ts'
import { readConfig } from '../../src/config/config.ts'
import { createExchanger } from '../../src/mcp/http/era-dispatch.ts'
import type { Exchanger } from '../../src/mcp/http/exchange-contract.ts'
import { prepareHttp } from '../../src/mcp/http/server.ts'
import { createModernOf } from '../../src/mcp/modern/http.ts'
import { createModernServer } from '../../src/mcp/modern/server.ts'
import type { Answers } from '../../src/mcp/request-handlers.ts'
import { scopeOf } from '../../src/tool-call/call-tool.ts'
import { createFixtureAnswers } from './fixture-answers.ts'
import { createTripServer, isTrip } from './fixture-trips.ts'

/** The suite waits half a second for some answers, which a first call would not keep to. */
const WARM_UP_MS = 60_000

/** Our answers to all but what asks the client back; that by servers of the SDK alone. */
function createFixtureExchanger(answers: Answers): Exchanger {
  const ours = createExchanger(answers)
  const modern = createModernOf((asker, body) =>
    isTrip(body) ? createTripServer(answers) : createModernServer(answers, asker),
  )
  return async (isModern) => (isModern ? modern : ours(isModern))
}

/** The server over HTTP as it is, with the suite's fixtures in place of its tools, prompts and data. */
const config = readConfig(process.argv.slice(2), process.env)
if (!config.http) throw new Error('The suite speaks HTTP: give --http.')
const { serve, flush, ...hostOptions } = prepareHttp(config.http)
const host = createHost(config, hostOptions)
await host.connect(scopeOf(WARM_UP_MS))
const service = await serve({ exchanger: createFixtureExchanger(createFixtureAnswers()), host })

process.once('SIGTERM', async () => {
  await service.stop()
  await host.close()
  flush()
  process.exit(0)
})
