import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { MAIN, memoryOf, startServer } from './process.ts'
import { median, type Report } from './table.ts'

const ROUNDS = 15

/** What a bare Node takes from spawn to exit, in milliseconds. */
async function bareNode(): Promise<number> {
  const begin = performance.now()
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit')
  return performance.now() - begin
}

/** The peak of a bare Node's memory, in MiB. */
function bareMemory(): number {
  const script = 'process.stdout.write(String(process.resourceUsage().maxRSS))'
  const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' })
  return Number(stdout) / 1024
}

/** From spawn to the answer of `tools/list`, and the memory at its peak until then. */
async function ours(env: Record<string, string>) {
  const begin = performance.now()
  const server = startServer({ args: [MAIN], env })
  await server.open()
  const ms = performance.now() - begin
  const { peak } = memoryOf(server.pid)
  await server.close()
  return { ms, peak }
}

/** Start-up over stdio, with a token and without, interleaved with bare Node. */
export async function start(): Promise<Report> {
  const found = { bare: [] as number[], memory: [] as number[] }
  const cloud = { ms: [] as number[], peak: [] as number[] }
  const local = { ms: [] as number[], peak: [] as number[] }
  for (let round = 0; round <= ROUNDS; round++) {
    const bare = await bareNode()
    const memory = bareMemory()
    const withToken = await ours({ APIFY_TOKEN: 'none' })
    const without = await ours({})
    if (round === 0) continue // fills the caches of the disk
    found.bare.push(bare)
    found.memory.push(memory)
    cloud.ms.push(withToken.ms)
    cloud.peak.push(withToken.peak)
    local.ms.push(without.ms)
    local.peak.push(without.peak)
  }
  const floor = { ms: median(found.bare), peak: median(found.memory) }
  const name = 'spawn to tools/list'
  return {
    floor: '`node -e 0` from spawn to exit; peak RSS of the same',
    rows: [
      { name, unit: 'ms', ours: median(cloud.ms), floor: floor.ms },
      { name: `${name}, local platform`, unit: 'ms', ours: median(local.ms), floor: floor.ms },
      { name: 'peak memory', unit: 'MiB', ours: median(cloud.peak), floor: floor.peak },
      {
        name: 'peak memory, local platform',
        unit: 'MiB',
        ours: median(local.peak),
        floor: floor.peak,
      },
    ],
  }
}
