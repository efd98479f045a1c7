import type { FakeApify } from '../../test/support/fake-apify/apify.ts'
import type { Call, CallRecord } from './call-record.ts'

/** How many pushes share a dataset, so that none grows without limit. */
const PUSHES_A_DATASET = 50

/**
 * Returns a function that makes the next call: each kind in turn, each call with its own arguments.
 * @param starts how many runs of an Actor were started
 */
export function createCallMaker(
  record: CallRecord,
  fake: FakeApify,
  starts: (actor: string) => number,
) {
  const push = (n: number): Call => {
    const datasetId = `pushes${Math.floor(n / PUSHES_A_DATASET / 7)}`
    const rows = fake.datasets.get(datasetId) ?? []
    fake.datasets.set(datasetId, rows)
    const done = () => rows.filter((row) => Object(row).n === n).length / 2
    const items = [{ n }, { n, second: true }]
    return record.write('push_dataset_items', { datasetId, items }, done)
  }
  const put = (n: number): Call => {
    const args = { storeId: 'store1', recordKey: `key${n}`, text: `text ${n}` }
    const done = () => (String(fake.records.get(`store1/key${n}`)?.body) === args.text ? 1 : 0)
    return record.write('put_record', args, done)
  }
  const start = (n: number): Call => {
    const actorId = `alice~a${n}`
    return record.write('run_actor', { actorId }, () => starts(actorId))
  }
  const { read } = record
  const rows = '"items":[{"a":1},{"a":2},{"a":3}]'
  const makers: ((n: number) => Call)[] = [
    start,
    push,
    put,
    () => read('get_run', { runId: 'run1' }, '"status":"SUCCEEDED"'),
    () => read('list_dataset_items', { datasetId: 'data1' }, rows),
    () => read('get_log', { runId: 'run1' }, '"lines":["first line","last line"]'),
    () => read('whoami', {}, '"username":"alice"'),
  ]
  let made = 0
  return (): Call => {
    const n = made++
    return (makers[n % makers.length] ?? start)(n)
  }
}
