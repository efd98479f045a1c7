import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { cpuOf, MAIN, memoryOf, startServer } from '../process.ts'
import { median, type Row, timed } from '../table.ts'

/** The time at the largest size divided by that at the smallest that still counts as flat. */
const FLAT = 1.3
/** How much more a unit of work may cost at the last size than at the one before. */
const LINEAR = 1.5
/** Calls of each size, of which the median is taken. */
const CALLS = 101
/** Calls before those, as the first ones depend on how warm the code is. */
const WARM_UP = 10
/** Processor time that can be compared, in milliseconds: its clock has steps of 10 ms. */
const MIN_CPU_MS = 100
/** No further calls of a measure after this time, in milliseconds. */
const MAX_TOTAL_MS = 6000
/** No further warm-up after this time, in milliseconds. */
const WARM_UP_MS = 1000

/** What is measured at one size. */
export interface Subject {
  size: number
  /** The processes whose memory counts. */
  pids: number[]
  /** Their memory before the work of this size was there, in MiB. Default: before the first measure. */
  idle?: number
  call(tool: string, args: object): Promise<unknown>
  request(method: string): Promise<unknown>
  close(): Promise<void>
}

/** An action whose time is measured at each size. */
interface Measure {
  name: string
  expected: 'flat' | 'linear'
  /** Whether only the first time counts, such as that of the first list after a start. */
  isFirst?: boolean
  act(subject: Subject): Promise<unknown>
}

/** One kind of work over a range of sizes. */
export interface Scale {
  name: string
  sizes: readonly number[]
  /** The slope is that of so many of them, such as 1,000 rows. */
  per: { count: number; name: string }
  open(size: number): Promise<Subject>
  measures: readonly Measure[]
}

/** Times at each size, in milliseconds. */
interface Times {
  /** The median. */
  wall: number[]
  /** The processor time of a call. */
  cpu: number[]
  /** Whether the processor time is too short for the clock that measures it. */
  isCoarse: boolean
}

/** Measures all actions of a scale. */
export async function measureScale(scale: Scale): Promise<Row[]> {
  const subjects: Subject[] = []
  try {
    for (const size of scale.sizes) subjects.push(await scale.open(size))
    const idle = subjects.map((subject) => subject.idle ?? memory(subject).now)
    const rows: Row[] = []
    for (const measure of scale.measures) {
      for (const { pids } of subjects) pids.forEach(forgetPeak)
      const times = await measureInTurn(measure, subjects)
      const peaks = subjects.map((subject, i) => memory(subject).peak - (idle[i] ?? 0))
      rows.push(rowOf(scale, measure, times, peaks))
    }
    return rows
  } finally {
    for (const subject of subjects) await subject.close()
  }
}

/** Measures the time at each size. All sizes are measured under the same load. */
async function measureInTurn(measure: Measure, subjects: Subject[]): Promise<Times> {
  const found = subjects.map((): number[] => [])
  if (!measure.isFirst) await callInTurn(measure, subjects, { calls: WARM_UP, maxMs: WARM_UP_MS })
  const bounds = measure.isFirst ? { calls: 1, maxMs: 0 } : { calls: CALLS, maxMs: MAX_TOTAL_MS }
  const before = subjects.map(cpu)
  await callInTurn(measure, subjects, bounds, (i, ms) => found[i]?.push(ms))
  const used = subjects.map((subject, i) => cpu(subject) - (before[i] ?? 0))
  return {
    wall: found.map(median),
    cpu: used.map((ms, i) => ms / (found[i]?.length ?? 0)),
    isCoarse: !(Math.min(...used) >= MIN_CPU_MS),
  }
}

function cpu({ pids }: Subject): number {
  return pids.map(cpuOf).reduce((total, ms) => total + ms, 0)
}

async function callInTurn(
  { act }: Measure,
  subjects: Subject[],
  { calls, maxMs }: { calls: number; maxMs: number },
  onTime: (i: number, ms: number) => void = () => {},
): Promise<void> {
  const until = performance.now() + maxMs
  for (let call = 0; call < calls && (call === 0 || performance.now() < until); call++)
    for (const [i, subject] of subjects.entries()) onTime(i, await timed(() => act(subject)))
}

function rowOf(scale: Scale, { name, expected }: Measure, times: Times, memory: number[]): Row {
  const { sizes, per } = scale
  const { wall, cpu, isCoarse } = times
  // Other programs of the machine change the processor time less.
  const judged = isCoarse ? wall : cpu
  const isFlat = expected === 'flat'
  const factor = factorOf(wall)
  const holds = isFlat ? factorOf(judged) <= FLAT : isLinear(sizes, judged)
  const note = [
    `${expected}: ${holds ? 'yes' : 'NO'}`,
    `${series(wall, 1)} ms at ${sizes.map((size) => size.toLocaleString('en')).join(', ')}`,
    ...(isCoarse ? [] : [`processor ${series(cpu, 1)} ms`]),
    `memory ${series(memory, 0)} MiB`,
    ...(isFlat ? [] : [`factor ${factor.toFixed(1)}`]),
  ].join('; ')
  return {
    name: `${scale.name}: ${name}`,
    unit: isFlat ? 'last/first' : `ms/${per.name}`,
    ours: isFlat ? factor : slopeOf(sizes, wall) * per.count,
    note,
  }
}

function series(values: number[], digits: number): string {
  return values.map((value) => value.toFixed(digits)).join(', ')
}

function factorOf(times: number[]): number {
  return (times.at(-1) ?? Number.NaN) / (times[0] ?? Number.NaN)
}

/** Tells whether a unit of work costs about as much at the last size as at the one before, or less. */
function isLinear(sizes: readonly number[], times: number[]): boolean {
  const perUnit = times.map((ms, i) => ms / (sizes[i] ?? Number.NaN))
  const [before = Number.NaN, last = Number.NaN] = perUnit.slice(-2)
  return last <= LINEAR * before
}

/** Returns the milliseconds for each unit between the first and the last size. */
function slopeOf(sizes: readonly number[], times: number[]): number {
  const difference = (values: readonly number[]) => (values.at(-1) ?? 0) - (values[0] ?? 0)
  return difference(times) / difference(sizes)
}

function memory({ pids }: Subject): { now: number; peak: number } {
  const each = pids.map(memoryOf)
  const sum = (key: 'now' | 'peak') => each.reduce((total, one) => total + one[key], 0)
  return { now: sum('now'), peak: sum('peak') }
}

/** Makes the peak of a process that of now, where the system can. */
function forgetPeak(pid: number): void {
  if (process.platform === 'linux') writeFileSync(`/proc/${pid}/clear_refs`, '5')
}

const lock = z.object({ pid: z.number() })

/**
 * Starts the server with the local platform.
 * @param dir the data folder
 */
export async function openLocal(size: number, dir: string, flags: string[]): Promise<Subject> {
  const server = startServer({ args: [MAIN, '--local', dir, ...flags] })
  await server.open()
  await server.call('whoami', {})
  const { pid } = lock.parse(JSON.parse(readFileSync(join(dir, 'lock'), 'utf8')))
  const { call, request, close } = server
  return { size, pids: [server.pid, pid], call, request, close }
}
