import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { actorTools } from './growth/actor-tools.ts'
import { connections } from './growth/connections.ts'
import { logs } from './growth/logs.ts'
import { records } from './growth/records.ts'
import { rows } from './growth/rows.ts'
import { runs } from './growth/runs.ts'
import { measureScale, type Scale } from './growth/scale.ts'
import { startUpstream } from './http-servers.ts'
import type { Report, Row } from './table.ts'

/** Measures a scale whose data is in a folder of its own, which is removed at once: it may be large. */
async function inFolder(scale: (dir: string) => Scale): Promise<Row[]> {
  const dir = await mkdtemp(join(tmpdir(), 'apify-agent-tools-growth-'))
  try {
    return await measureScale(scale(dir))
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 5 })
  }
}

/**
 * Measures how time and memory grow with the work. `last/first` is the time at the largest size divided by that at the
 * smallest, and counts as flat up to 1.3. Of what is linear, the slope is shown.
 */
export async function growth(): Promise<Report> {
  const found: Row[] = []
  for (const scale of [rows, logs, records, runs, actorTools])
    found.push(...(await inFolder(scale)))
  const upstream = await startUpstream()
  try {
    found.push(...(await measureScale(connections(upstream))))
  } finally {
    upstream.close()
  }
  return { rows: found }
}
