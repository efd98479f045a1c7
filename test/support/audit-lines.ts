import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { makeFolder } from './folder.ts'

/** A line of the audit log: nothing else may be in it. */
const auditLine = z.strictObject({
  time: z.iso.datetime(),
  tenant: z.string().optional(),
  tool: z.string(),
  actor: z.string().optional(),
  runId: z.string().optional(),
  maxTotalChargeUsd: z.number().optional(),
  usageUsd: z.number().optional(),
  outcome: z.enum(['ok', 'error', 'declined', 'cancelled', 'unknown']),
  durationMs: z.int().min(0),
})

/** Returns a path for an audit log, and a function that reads its lines without what differs each time. */
export async function auditFile() {
  const path = join(await makeFolder('audit-'), 'audit.jsonl')
  const text = () => readFile(path, 'utf8')
  return {
    path,
    arg: `--audit-log=${path}`,
    text,
    async lines() {
      return (await text())
        .split('\n')
        .slice(0, -1)
        .map((line) => {
          const { time: _, durationMs: __, ...rest } = auditLine.parse(JSON.parse(line))
          return rest
        })
    },
  }
}
