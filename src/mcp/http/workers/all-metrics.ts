import { askMember, type Member } from './member.ts'
import { FROM_PRIMARY, type Snapshot } from './protocol.ts'

/** The metrics of workers, with what those have counted that have ended. */
export class AllMetrics {
  private ended: Snapshot = []

  /** Returns the metrics of each. Of a worker that does not answer, those of the last time. */
  async read(members: readonly Member[]): Promise<Snapshot[]> {
    // Of a worker that ends meanwhile, they are among its own.
    const { ended } = this
    const own = members.map(async (member) => {
      const snapshot = await askMember(member, FROM_PRIMARY.snapshot, null)
      if (snapshot) member.lastSnapshot = snapshot
      return member.lastSnapshot
    })
    return [...(await Promise.all(own)), ended]
  }

  /** Keeps what a worker has counted that has ended, so that no sum that was read before falls. */
  keep({ lastSnapshot }: Member): void {
    const counted = lastSnapshot.filter(({ type }) => type === 'counter' || type === 'histogram')
    this.ended = addSnapshots(this.ended, counted)
  }
}

type Metric = Snapshot[number]
type Value = Metric['values'][number]

/** Adds the values of the same metrics with the same labels. */
function addSnapshots(sum: Snapshot, added: Snapshot): Snapshot {
  const metrics = new Map(sum.map((metric) => [metric.name, metric]))
  for (const metric of added) {
    const before = metrics.get(metric.name)
    const values = addValues(before?.values ?? [], metric.values)
    metrics.set(metric.name, { ...metric, values })
  }
  return [...metrics.values()]
}

function addValues(sum: readonly Value[], added: readonly Value[]): Value[] {
  const values = new Map(sum.map((one) => [keyOf(one), one]))
  for (const one of added) {
    const before = values.get(keyOf(one))?.value ?? 0
    values.set(keyOf(one), { ...one, value: before + (one.value ?? 0) })
  }
  return [...values.values()]
}

function keyOf({ metricName = '', labels }: Value): string {
  return JSON.stringify([metricName, Object.entries(labels).sort()])
}
