import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { startApi } from './api.ts'
import { installIncumbent, measuredIncumbent } from './incumbent.ts'
import { ENVIRONMENT, MAIN, memoryOf, type Program, startServer } from './process.ts'
import { median, type Report } from './table.ts'

/** One round in a few is disturbed on most machines. */
const ROUNDS = 41

interface Start {
  ms: number
  /** MiB. */
  peak: number
}

/** Measures bare Node from spawn to exit, and its peak memory. */
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

/** Measures a server from spawn to the answer to `tools/list`, and its peak memory until then. */
async function measureStart(program: Program): Promise<Start> {
  const begin = performance.now()
  const server = startServer(program)
  await server.open()
  const ms = performance.now() - begin
  const { peak } = memoryOf(server.pid)
  await server.close()
  return { ms, peak }
}

/** Measures in turn, so that all run under the same load. The first round only fills disk caches. */
async function measureInTurn(measures: Record<string, () => Promise<Start>>) {
  const found = new Map<string, Start[]>()
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, measure] of Object.entries(measures)) {
      const one = await measure()
      if (round > 0) found.set(name, [...(found.get(name) ?? []), one])
    }
  }
  return (name: string, key: keyof Start) => median((found.get(name) ?? []).map((one) => one[key]))
}

/** Measures the start over stdio with and without a token, bare Node, and Apify's own server. */
export async function start(): Promise<Report> {
  const api = await startApi()
  try {
    const theirs = await installIncumbent()
    const medianOf = await measureInTurn({
      bare: bareNode,
      cloud: () => measureStart({ args: [MAIN], env: api.env }),
      local: () => measureStart({ args: [MAIN] }),
      ...(typeof theirs !== 'string' && {
        incumbent: () => measureStart({ ...theirs, env: { ...theirs.env, ...api.env } }),
      }),
    })
    const row = (name: string, unit: string, mode: string, key: keyof Start) => ({
      name: `${name}, ${mode}`,
      unit,
      ours: medianOf(mode, key),
      floor: medianOf('bare', key),
      ...(typeof theirs !== 'string' &&
        mode === 'cloud' && { incumbent: medianOf('incumbent', key) }),
    })
    return {
      floor: '`node -e 0` from spawn to exit; the peak of its memory',
      rows: ['cloud', 'local'].flatMap((mode) => [
        row('spawn to tools/list', 'ms', mode, 'ms'),
        row('peak memory', 'MiB', mode, 'peak'),
      ]),
      ...measuredIncumbent(theirs),
    }
  } finally {
    await api.close()
  }
}
