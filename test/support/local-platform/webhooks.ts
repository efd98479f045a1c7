import { onTestFinished } from 'vitest'
import { Dispatcher, type DispatcherOptions } from '../../../src/local/webhooks/dispatcher.ts'
import { Webhooks } from '../../../src/local/webhooks/webhooks.ts'
import { type Handler, startRecordingServer } from '../fake-apify/server.ts'

/** Answers as a receiver that takes everything. */
const take: Handler = (_, response) => void response.end('{"taken":true}')

/** Starts a server on the loopback interface that receives what webhooks send. */
export async function startReceiver(handler = take) {
  const receiver = await startRecordingServer(handler)
  onTestFinished(() => receiver.close())
  return receiver
}

/** Returns the query with which a start of a run names webhooks. */
export function encodeWebhooks(webhooks: object[]): string {
  return `webhooks=${encodeURIComponent(Buffer.from(JSON.stringify(webhooks)).toString('base64'))}`
}

/** Opens webhooks and what delivers them, with retries without a pause. */
export function openDispatcher(dir: string, options: Partial<DispatcherOptions> = {}) {
  const faults: string[] = []
  const onFault = (error: unknown) => void faults.push(String(error))
  const webhooks = new Webhooks(dir, onFault)
  const resourceOf = async () => ({ id: 'again' })
  const rest = { retryAfterMs: [1, 1, 1], resourceOf, onFault, ...options }
  const dispatcher = new Dispatcher({ dir, webhooks, ...rest })
  onTestFinished(() => dispatcher.close())
  return { webhooks, dispatcher, faults }
}
