import { randomBytes } from 'node:crypto'
import { type HttpConfig, hasTenants } from '../../../config/http-flags.ts'
import type { RunLedger } from '../../../shared/run-ledger.ts'
import type { Shares } from '../../../shared/shares.ts'
import { OwnSeals } from '../../seals.ts'
import { OwnRunEnds } from '../run-ends.ts'
import { TenantShares } from '../tenant-shares.ts'
import { AllMetrics } from './all-metrics.ts'
import type { TenantUnits } from './body-byte-counts.ts'
import { Cancels } from './cancels.ts'
import type { Channel } from './channel.ts'
import type { Member } from './member.ts'
import { answerLedger } from './primary-ledger.ts'
import { FROM_PRIMARY, FROM_WORKER, type Hello } from './protocol.ts'
import { type Acquire, WorkerHolds } from './worker-holds.ts'

/** What calls of all workers share beyond HTTP. */
export interface SharedServices {
  jsonShares: Shares
  queryPlaces: Shares
  /** Counts what runs cost; undefined if nothing limits them. */
  ledger: RunLedger | undefined
  /** Starts the local platform if it does not run, and returns where it keeps its data. */
  openPlatform(): Promise<{ path: string; isTemporary: boolean }>
  /** Appends a line to the audit log. */
  writeAudit(line: string): Promise<void>
}

/** What is one for all workers. It lives in the primary, so it outlives each of them. */
export class PrimaryState {
  private readonly members = new Set<Member>()
  private readonly slots: TenantShares
  private readonly seals = new OwnSeals()
  private readonly runEnds = new OwnRunEnds()
  private readonly metrics = new AllMetrics()
  private readonly cancels = new Cancels()
  private readonly secret = randomBytes(32).toString('base64url')

  constructor(
    private readonly http: HttpConfig,
    private readonly services: SharedServices,
  ) {
    this.slots = new TenantShares({
      max: http.maxConcurrency,
      hasTenants: hasTenants(http.access),
    })
  }

  /**
   * Answers a new worker.
   * @param onServing called with its URL when it serves
   */
  join(number: number, channel: Channel, onServing: (url: string) => void): Member {
    const holds = new WorkerHolds(this.acquire)
    const member: Member = {
      number,
      channel,
      holds,
      bodyUnits: new Map(),
      lastSnapshot: [],
      isServing: false,
    }
    this.members.add(member)
    channel.on(FROM_WORKER.hello, () => this.helloTo(number))
    channel.on(FROM_WORKER.serving, (url) => {
      member.isServing = true
      this.announceBodies(member)
      onServing(url)
      return null
    })
    channel.on(FROM_WORKER.hold, (request) => holds.hold(request))
    channel.on(FROM_WORKER.release, (id) => {
      holds.release(id)
      return null
    })
    channel.on(FROM_WORKER.bodies, (units) => this.noteBodies(member, units))
    channel.on(FROM_WORKER.spend, (id) => this.seals.spend(id))
    channel.on(FROM_WORKER.runEnd, (end) => this.runEnds.note(end))
    channel.on(FROM_WORKER.cancel, (call) => {
      void this.cancels.stop(this.serving(), call)
      return null
    })
    channel.on(FROM_WORKER.snapshots, () => this.metrics.read(this.serving()))
    answerLedger(channel, this.services.ledger)
    channel.on(FROM_WORKER.audit, async (line) => {
      await this.services.writeAudit(line)
      return null
    })
    channel.on(FROM_WORKER.openPlatform, () => this.services.openPlatform())
    return member
  }

  /** Takes back what a worker had that has ended. */
  leave(member: Member): void {
    this.members.delete(member)
    member.channel.close()
    member.holds.releaseAll()
    this.metrics.keep(member)
    for (const tenant of [...member.bodyUnits.keys()]) this.noteBodies(member, { tenant, units: 0 })
  }

  /** Returns the workers that answer clients; one that starts would not answer. */
  private serving(): Member[] {
    return [...this.members].filter(({ isServing }) => isServing)
  }

  private helloTo(number: number): Hello {
    return { number, workers: this.http.workers, port: this.http.port, secret: this.secret }
  }

  private noteBodies(member: Member, { tenant, units }: TenantUnits): null {
    if (units > 0) member.bodyUnits.set(tenant, units)
    else member.bodyUnits.delete(tenant)
    const worker = member.number
    for (const other of this.members)
      if (other !== member)
        other.channel.tell(FROM_PRIMARY.bodiesOfOther, { worker, tenant, units })
    return null
  }

  /** Tells a new worker the bytes of bodies in the others. */
  private announceBodies(member: Member): void {
    const others = [...this.members].filter((other) => other !== member)
    for (const { number: worker, bodyUnits } of others)
      for (const [tenant, units] of bodyUnits)
        member.channel.tell(FROM_PRIMARY.bodiesOfOther, { worker, tenant, units })
  }

  private readonly acquire: Acquire = async ({ of, tenant, amount }, ended) => {
    const gone = new Promise<void>((resolve) => {
      ended.addEventListener('abort', () => resolve())
    })
    const name = tenant ?? ''
    switch (of) {
      case 'slots':
        return { mayWait: true, release: await this.slots.take(name, gone) }
      case 'left':
        return { mayWait: true, release: this.slots.leave(name) }
      case 'unread':
        return this.holdUnread(name, amount)
      default: {
        const shares = of === 'json' ? this.services.jsonShares : this.services.queryPlaces
        return { mayWait: true, release: await shares.acquire(tenant ?? undefined, amount, ended) }
      }
    }
  }

  private holdUnread(tenant: string, bytes: number) {
    let release = () => {}
    const read = new Promise<void>((resolve) => {
      release = resolve
    })
    return { mayWait: this.slots.holdUnread(tenant, bytes, read), release }
  }
}
