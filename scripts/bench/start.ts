import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { startApi } from './api.ts'
import { installIncumbent } from './incumbent.ts'
import { ENVIRONMENT, MAIN, memoryOf, type Program, startServer } from './process.ts'
import { median, type Report } from './table.ts'

const ROUNDS = 15

interface Start {
  ms: number
  /** MiB. */
  peak: number
}

/** What a bare Node takes from spawn to exit, and its memory. */
async function bareNode(): Promise<Start> {
  const options = { stdio: 'ignore', env: ENVIRONMENT } as const
  const begin = performance.now()
  await once(spawn(process.execPath, ['-e', '0'], options), 'exit')
  const ms = performance.now() - begin
  const script = 'process.stdout.write(String(process.resourceUsage().maxRSS))'
  const { stdout } = spawnSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    env: ENVIRONMENT,
  })
  return { ms, peak: Number(stdout) / 1024 }
}

/** From spawn to the answer of `tools/list`, and the memory at its peak until then. */
async function started(program: Program): Promise<Start> {
  const begin = performance.now()
  const server = startServer(program)
  await server.open()
  const ms = performance.now() - begin
  const { peak } = memoryOf(server.pid)
  await server.close()
  return { ms, peak }
}

/** Measures in turn, so that all meet the same machine; the first round fills the disk's caches. */
async function inTurn(measures: Record<string, () => Promise<Start>>) {
  const found = new Map<string, Start[]>()
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, measure] of Object.entries(measures)) {
      const one = await measure()
      if (round > 0) found.set(name, [...(found.get(name) ?? []), one])
    }
  }
  return (name: string, key: keyof Start) => median((found.get(name) ?? []).map((one) => one[key]))
}

/** Start-up over stdio, with a token and without, beside bare Node and Apify's own server. */
export async function start(): Promise<Report> {
  const api = await startApi()
  try {
    const theirs = await installIncumbent()
    const middle = await inTurn({
      bare: bareNode,
      cloud: () => started({ args: [MAIN], env: api.env }),
      local: () => started({ args: [MAIN] }),
      ...(typeof theirs !== 'string' && {
        incumbent: () => started({ ...theirs, env: { ...theirs.env, ...api.env } }),
      }),
    })
    const row = (name: string, unit: string, mode: string, key: keyof Start) => ({
      name: `${name}, ${mode}`,
      unit,
      ours: middle(mode, key),
      floor: middle('bare', key),
      ...(typeof theirs !== 'string' &&
        mode === 'cloud' && { incumbent: middle('incumbent', key) }),
    })
    return {
      floor: '`node -e 0` from spawn to exit; the peak of its memory',
      rows: ['cloud', 'local'].flatMap((mode) => [
        row('spawn to tools/list', 'ms', mode, 'ms'),
        row('peak memory', 'MiB', mode, 'peak'),
      ]),
      ...(typeof theirs === 'string' && { skipped: theirs }),
    }
  } finally {
    await api.close()
  }
}
