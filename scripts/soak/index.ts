import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { startFakeApify } from '../../test/support/fake-apify/apify.ts'
import { FAULTS, type Fault, startFaultyProxy } from '../../test/support/fake-apify/faults.ts'
import { countStarts } from '../../test/support/fake-apify/starts.ts'
import { createCallRecord } from './call-record.ts'
import { createCallMaker } from './calls.ts'
import { connect } from './client.ts'

/**
 * Tests the built server under random faults: `npm run test:soak -- --minutes 2`. Every call is
 * recorded before it is made, and compared with what the API holds at the end.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    faults: { type: 'string', default: '0.3' },
    clients: { type: 'string', default: '24' },
  },
})
const faultRate = Number(values.faults)
const endTime = performance.now() + Number(values.minutes) * 60_000

/** Faults of requests only. The fault matrix covers name lookups and handshakes. */
const requestFaults = FAULTS.filter((fault) => !/^(?:DNS|connection|TLS)/.test(fault))
const counts = new Map<Fault, number>()
function chooseFault(): Fault | undefined {
  if (Math.random() >= faultRate) return undefined
  const fault = requestFaults[Math.floor(Math.random() * requestFaults.length)]
  if (fault) counts.set(fault, (counts.get(fault) ?? 0) + 1)
  return fault
}

const fake = await startFakeApify()
const starts = countStarts(fake, {
  id: 'template',
  status: 'SUCCEEDED',
  startedAt: '2026-01-02T03:04:05.000Z',
  defaultDatasetId: 'data1',
  defaultKeyValueStoreId: 'store1',
})
fake.setRun({ id: 'run1', status: 'SUCCEEDED', defaultDatasetId: 'data1' })
fake.datasets.set('data1', [{ a: 1 }, { a: 2 }, { a: 3 }])
fake.logs.set('run1', 'first line\nlast line\n')
const proxy = await startFaultyProxy({ upstream: fake.url, chooseFault })
const server = await connect(`http://127.0.0.1:${proxy.port}`, fake.token)
const record = createCallRecord()
const nextCall = createCallMaker(record, fake, starts)

async function memoryOf(pid: number | undefined): Promise<string> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(status)?.[1]
  return kilobytes ? `${Math.round(Number(kilobytes) / 1024)} MiB` : 'unknown'
}

async function keepCalling(): Promise<void> {
  while (performance.now() < endTime) {
    const { tool, args, recordAnswer } = nextCall()
    recordAnswer(await server.call(tool, args))
    // The fake API records its requests. They are not needed here.
    fake.requests.length = 0
  }
}

await server.call('whoami', {})
const memoryAtStart = await memoryOf(server.pid)
await Promise.all(Array.from({ length: Number(values.clients) }, () => keepCalling()))
const memoryAtEnd = await memoryOf(server.pid)
const { calls, correct, errors, lost, duplicated, wrong } = record.close()
await server.close()
await proxy.close()
await fake.close()

const faults = [...counts].map(([fault, count]) => `${fault}: ${count}`).join(', ')
process.stdout.write(
  `soak of ${values.minutes} minutes, ${Math.round(faultRate * 100)} % faults (${faults})\n` +
    `calls ${calls}: ${correct} correct, ${errors} clear errors\n` +
    `lost ${lost.length}, duplicated ${duplicated.length}, wrong ${wrong.length}\n` +
    `memory of the server: ${memoryAtStart} at the start, ${memoryAtEnd} at the end; sockets at most ${proxy.maxOpen()}\n`,
)
for (const line of [...lost, ...duplicated, ...wrong].slice(0, 20))
  process.stdout.write(`${line}\n`)
process.exitCode = lost.length + duplicated.length + wrong.length > 0 ? 1 : 0
