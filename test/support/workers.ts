import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { type HttpOptions, type PostOptions, type post, startHttp } from './http.ts'
import { seedWaiting } from './waiting-run.ts'

/** A connection to one worker, which is kept. */
export interface WorkerConnection {
  post: typeof post
  get(path: string): Promise<string>
}

type Sent = { method: string; headers: Record<string, string>; body?: string }

/** Starts the built server with two workers. */
export async function startWorkers({ args = [], ...options }: HttpOptions = {}) {
  const server = await startHttp({ ...options, args: ['--workers=2', ...args] })
  let probes = 0

  /** Connects to any worker. */
  const connect = (): WorkerConnection => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => agent.destroy())
    const send = (url: string, { body, ...sent }: Sent, signal?: AbortSignal) =>
      new Promise<Response>((resolve, reject) => {
        const asked = request(url, { agent, ...sent, ...(signal && { signal }) }, (response) => {
          const { statusCode: status = 0, headers } = response
          const plain = Object.entries(headers).map(([k, v]) => [k, String(v)] as [string, string])
          text(response).then((answer) => {
            resolve(new Response(answer, { status, headers: plain }))
          }, reject)
        })
        asked.on('error', reject).end(body)
      })
    return {
      post: (url, message, { token, headers, signal }: PostOptions = {}) =>
        send(
          url,
          {
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              accept: 'application/json, text/event-stream',
              ...(token !== undefined && { authorization: `Bearer ${token}` }),
              ...headers,
            },
            body: JSON.stringify(message),
          },
          signal,
        ),
      get: async (path) =>
        (await send(`${server.base}${path}`, { method: 'GET', headers: {} })).text(),
    }
  }

  return {
    ...server,
    /** Returns a new connection to the worker of a number. Workers get connections in turn. */
    async connectTo(worker: number, token?: string): Promise<WorkerConnection> {
      for (;;) {
        const connection = connect()
        const method = `probe${++probes}`
        const options = token === undefined ? {} : { token }
        await connection.post(server.url, { jsonrpc: '2.0', id: 1, method }, options)
        const line = await server.logged(({ methods }) => String(methods) === method)
        if (line.worker === worker) return connection
      }
    },
    /** Returns the process of the worker of a number, once it serves; none of the `old` ones. */
    async pidOf(worker: number, ...old: number[]): Promise<number> {
      const line = await server.logged(
        (each) =>
          each.msg === 'worker serves' && each.worker === worker && !old.includes(Number(each.pid)),
      )
      return Number(line.pid)
    },
  }
}

/** Starts two workers, with one connection to each, and a fake with a run that does not end. */
export async function serveTwo(args: string[] = [], env: Record<string, string> = {}) {
  const waiting = await seedWaiting()
  const server = await startWorkers({ fake: waiting.fake, args, env })
  const { token } = waiting.fake
  const [one, two] = [await server.connectTo(1, token), await server.connectTo(2, token)]
  return { ...waiting, ...server, token, one, two }
}

/** Returns whether there is a process. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
