import type { FakeApify } from '../../test/fakes/apify.ts'
import type { Answer } from './client.ts'

export interface Call {
  tool: string
  args: Record<string, unknown>
  /** Takes down how the call ended. */
  judge(answer: Answer): void
}

export type Account = ReturnType<typeof newAccount>

/** Pushes that share a dataset, so that none grows without end. */
const PUSHES_A_DATASET = 50

interface Write {
  name: string
  answer?: Answer
  /** How often the API has carried it out. */
  done(): number
}

/** Which calls were made, and what the API says became of them. */
export function newAccount(fake: FakeApify, starts: (actor: string) => number) {
  const writes: Write[] = []
  const tally = { calls: 0, right: 0, errors: 0 }
  const lost: string[] = []
  const wrong: string[] = []
  let made = 0

  const judged = (name: string, answer: Answer, isRight: boolean) => {
    tally.calls++
    if (answer.outcome === 'gone') lost.push(`${name}: no answer, ${answer.text}`)
    else if (answer.outcome === 'error') tally.errors++
    else if (isRight) tally.right++
    else wrong.push(`${name}: ${answer.text.slice(0, 300)}`)
  }
  const write = (tool: string, args: Record<string, unknown>, done: () => number): Call => {
    const entry: Write = { name: `${tool} ${JSON.stringify(args).slice(0, 80)}`, done }
    writes.push(entry)
    const judge = (answer: Answer) => {
      entry.answer = answer
      judged(entry.name, answer, true)
    }
    return { tool, args, judge }
  }
  const read = (tool: string, args: Record<string, unknown>, part: string): Call => {
    const judge = (answer: Answer) => judged(tool, answer, answer.text.includes(part))
    return { tool, args, judge }
  }
  const push = (n: number): Call => {
    const datasetId = `pushes${Math.floor(n / PUSHES_A_DATASET / 7)}`
    const rows = fake.datasets.get(datasetId) ?? []
    fake.datasets.set(datasetId, rows)
    const done = () => rows.filter((row) => Object(row).n === n).length / 2
    return write('push_dataset_items', { datasetId, items: [{ n }, { n, second: true }] }, done)
  }
  const put = (n: number): Call => {
    const args = { storeId: 'store1', recordKey: `key${n}`, text: `text ${n}` }
    const done = () => (String(fake.records.get(`store1/key${n}`)?.body) === args.text ? 1 : 0)
    return write('put_record', args, done)
  }

  const makers: ((n: number) => Call)[] = [
    (n) => write('run_actor', { actorId: `alice~a${n}` }, () => starts(`alice~a${n}`)),
    push,
    put,
    () => read('get_run', { runId: 'run1' }, '"status":"SUCCEEDED"'),
    () => read('list_dataset_items', { datasetId: 'data1' }, '"items":[{"a":1},{"a":2},{"a":3}]'),
    () => read('get_log', { runId: 'run1' }, '"lines":["first line","last line"]'),
    () => read('whoami', {}, '"username":"alice"'),
  ]
  return {
    next(): Call {
      const n = made++
      const [first] = makers
      const make = makers[n % makers.length] ?? first
      if (!make) throw new Error('There is nothing to call')
      return make(n)
    },
    /** Compares every write with what the API holds. */
    close() {
      const duplicated: string[] = []
      for (const { name, answer, done } of writes) {
        const times = done()
        if (times > 1) duplicated.push(`${name}: done ${times} times`)
        if (times < 1 && answer?.outcome === 'ok') lost.push(`${name}: ${answer.text}`)
        const denied = answer?.outcome === 'error' && /is not stored/.test(answer.text)
        if (times > 0 && denied) wrong.push(`${name}: ${answer.text}`)
      }
      return { ...tally, lost, duplicated, wrong }
    },
  }
}
