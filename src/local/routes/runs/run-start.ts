import { ApiError, invalidValue } from '../../api-error.ts'
import { decodeText, parseJson } from '../../body-text.ts'
import type { Query } from '../../http/query.ts'
import { MAX_INFLATED_BYTES, readBody } from '../../http/request-body.ts'
import type { ApiRequest } from '../../http/router.ts'
import type { Run, RunOptions } from '../../runs/run.ts'
import { type RunStart, startOfTask, startRun } from '../../runs/start-run.ts'
import type { Services } from '../../services.ts'
import { isItem } from '../../storage/item-log/item.ts'
import { parseWebhooks } from '../../webhooks/ad-hoc.ts'

/** Starts the Actor or the task that the path of a request names. */
export type StartRun = (request: ApiRequest, services: Services) => Promise<Run>

/** Starts an Actor, with the input in the body and the options of the query. */
export const startActor: StartRun = async (request, services) => {
  const { message } = request
  const actor = await services.actors.get(request.param('actorId'))
  const options = readOptions(request.query)
  const body = await readBody(message, MAX_INFLATED_BYTES)
  const contentType = message.headers['content-type'] ?? ''
  const given = { actor, options, body, contentType, taskId: null }
  return startRun(services, { ...given, ...requestPart(request) })
}

/** Starts a task. The body and the query override its saved input and options. */
export const startTask: StartRun = async (request, services) => {
  const task = await services.tasks.get(request.param('actorTaskId'))
  const actor = await services.actors.get(task.actId)
  const options = readOptions(request.query)
  const text = decodeText(await readBody(request.message, MAX_INFLATED_BYTES))
  const input = text === '' ? {} : parseJson(text, 'run-input-body-not-valid-json')
  if (!isItem(input)) {
    throw new ApiError(400, 'input-json-not-object', 'The input of a task must be a JSON object.')
  }
  const given = startOfTask(task, input, options)
  return startRun(services, { actor, ...given, ...requestPart(request) })
}

/** Returns what a request says of a run beside its input and options. */
function requestPart({ query, message }: ApiRequest): Pick<RunStart, 'webhooks' | 'meta'> {
  const userAgent = message.headers['user-agent'] ?? null
  return { webhooks: parseWebhooks(query.text('webhooks')), meta: { origin: 'API', userAgent } }
}

/** Reads the run options in the query. The memory limit is not enforced. */
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
