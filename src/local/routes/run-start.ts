import { checkBuild } from '../actors.ts'
import { MAX_INFLATED_BYTES, readBody } from '../http/body.ts'
import { invalidValue } from '../http/errors.ts'
import type { Query } from '../http/query.ts'
import { prepareInput } from '../input.ts'
import type { ApiRequest } from '../router.ts'
import type { Run, RunOptions } from '../runs/model.ts'
import { parseWebhooks } from '../runs/webhooks.ts'
import type { Services } from '../services.ts'

/** Starts the Actor that the path names, with the input in the body and the options of the query. */
export async function startRun(request: ApiRequest, services: Services): Promise<Run> {
  const { param, query, message } = request
  const actor = await services.actors.get(param('actorId'))
  const options = readOptions(query)
  const webhooks = parseWebhooks(query.text('webhooks'))
  checkBuild(actor, options.build)
  const body = await readBody(message, MAX_INFLATED_BYTES)
  const input = prepareInput(actor.inputSchema, body, message.headers['content-type'] ?? '')
  const userAgent = message.headers['user-agent']
  return services.runs.start(actor, { input, options, userAgent, webhooks })
}

/** The options that the query names. A run may use more memory than it says: it is not enforced. */
export function readOptions(query: Query): Partial<RunOptions> {
  const memoryMbytes = query.integer('memory', 128, 32768)
  if (memoryMbytes !== undefined && !Number.isInteger(Math.log2(memoryMbytes))) {
    throw invalidValue('The query parameter "memory" must be a power of 2, such as 1024.')
  }
  const chosen = {
    memoryMbytes,
    diskMbytes: memoryMbytes && memoryMbytes * 2,
    timeoutSecs: query.integer('timeout', 0),
    maxItems: query.integer('maxItems', 0),
    maxTotalChargeUsd: query.number('maxTotalChargeUsd', 0),
    build: query.text('build'),
    restartOnError: query.text('restartOnError') ? query.flag('restartOnError') : undefined,
  }
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined))
}
