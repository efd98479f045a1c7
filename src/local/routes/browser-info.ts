import { json, type Reply } from '../http/reply.ts'
import { MAX_INFLATED_BYTES, readBody } from '../http/request-body.ts'
import type { ApiRequest, Method, Route } from '../http/router.ts'

const METHODS: Method[] = ['GET', 'POST', 'PUT', 'DELETE']

/** Tells a client what arrived of its request, so that it can test a proxy. */
export const browserInfoRoutes: Route[] = METHODS.map((method) => ({
  method,
  path: '/v2/browser-info',
  handler: describeRequest,
}))

async function describeRequest({ message, query }: ApiRequest): Promise<Reply> {
  const { method, socket, headers, rawHeaders } = message
  const body = await readBody(message, MAX_INFLATED_BYTES)
  return json({
    method,
    clientIp: socket.remoteAddress ?? null,
    // An address of this machine belongs to no country.
    countryCode: null,
    bodyLength: body.length,
    ...(!query.flag('skipHeaders') && { headers }),
    ...(query.flag('rawHeaders') && { rawHeaders }),
  })
}
