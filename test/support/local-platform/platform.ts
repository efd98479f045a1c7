import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { type LocalPlatform, startLocalPlatform } from '../../../src/local/index.ts'
import type { Clock } from '../../../src/local/schedules/clock.ts'
import { makeFolder } from '../folder.ts'
import { writeActor } from './actor-project.ts'
import { type WatchedAnswers, watchAnswers } from './watch-answers.ts'

export interface TestPlatform extends LocalPlatform {
  dir: string
  /** What its answers had in them so far. */
  answers: WatchedAnswers
  /** `call('GET /v2/users/me')` */
  call(target: string, init?: RequestInit): ReturnType<typeof callPlatform>
}

/**
 * Starts a platform that is closed after the test, when all its answers must have matched the API's
 * description, if there is one. `script` becomes the Actor `local~tester`.
 */
export async function startPlatform(
  options: { dir?: string; script?: string; files?: Record<string, unknown>; clock?: Clock } = {},
): Promise<TestPlatform> {
  const dir = options.dir ?? (await makeFolder())
  const actorDir = join(dir, 'actor')
  await writeActor(actorDir, options.script ?? '', options.files)
  const { clock } = options
  const platform = await startLocalPlatform({
    dir: join(dir, 'data'),
    actorDirs: [actorDir],
    clock,
  })
  const answers = watchAnswers(platform.baseUrl)
  onTestFinished(async () => {
    await platform.close()
    expect([...answers.found]).toEqual([])
  })
  return { ...platform, dir, answers, call: (target, init) => callPlatform(platform, target, init) }
}

/** Starts the Actor and waits until it finishes, which on a busy machine may take several waits. */
export async function runToEnd(platform: TestPlatform, query = '', body = '{}') {
  const headers = { 'content-type': 'application/json' }
  const target = `POST /v2/actors/local~tester/runs?waitForFinish=60&${query}`
  let { json } = await platform.call(target, { body, headers })
  while (json.data?.finishedAt === null) {
    const { id } = json.data
    json = (await platform.call(`GET /v2/actor-runs/${id}?waitForFinish=60`)).json
  }
  return json.data
}

/** Follows a run's log until it contains the text. */
export async function untilLogged(
  { baseUrl, token }: Pick<LocalPlatform, 'baseUrl' | 'token'>,
  runId: string,
  text: string,
): Promise<void> {
  const headers = { authorization: `Bearer ${token}` }
  const response = await fetch(`${baseUrl}/v2/logs/${runId}?stream=1`, { headers })
  let log = ''
  for await (const chunk of response.body ?? []) {
    log += Buffer.from(chunk).toString()
    if (log.includes(text)) return
  }
  throw new Error(`The run ended before it logged "${text}": ${log}`)
}

/** Tells whether a process exists. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Resolves when the processes are gone. */
export async function untilGone(pids: number[]): Promise<void> {
  while (pids.some(isAlive)) await new Promise((resolve) => setImmediate(resolve))
}

async function callPlatform(
  { baseUrl, token }: LocalPlatform,
  target: string,
  init: RequestInit = {},
) {
  const [method = 'GET', path = ''] = target.split(' ')
  const headers = { authorization: `Bearer ${token}`, ...init.headers }
  const response = await fetch(baseUrl + path, { ...init, method, headers })
  const text = await response.text()
  const isJson = /^application\/json\b/.test(response.headers.get('content-type') ?? '')
  const json = isJson && text ? JSON.parse(text) : undefined
  return { status: response.status, headers: response.headers, text, json }
}
