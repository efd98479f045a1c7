import { createLocalJWKSet, errors, type FlattenedJWSInput, type JWSHeaderParameters } from 'jose'
import { type ReadDocument, readKeySet } from './discovery.ts'

/** After how long the keys are read again, in milliseconds: a key that was withdrawn counts until then. */
const MAX_AGE_MS = 10 * 60_000
/** How long they count if the issuer cannot be reached, in milliseconds. */
const MAX_STALE_MS = 60 * 60_000
/** How many times the keys are read in a row at most, whatever tokens name. */
const MAX_READS = 5
/** After how long they may be read once more, in milliseconds. */
const COOL_DOWN_MS = 10_000

/** The keys of the issuer are not known, so that no token can be checked. */
export class IssuerUnavailable extends Error {
  override name = 'IssuerUnavailable'

  /** @param retryAfterSecs when to try again */
  constructor(readonly retryAfterSecs = COOL_DOWN_MS / 1000) {
    super('The keys of the issuer are not known.')
  }
}

export interface KeySetOptions {
  issuer: string
  read: ReadDocument
  /** Receives lines for the operator. */
  log(line: string): void
  /** Returns the time in milliseconds since some moment. Default: that of this process. */
  now?: () => number
}

interface Keys {
  find: ReturnType<typeof createLocalJWKSet>
  readAt: number
}

/** The public keys of an issuer, kept for some time. */
export class KeySet {
  private current: Keys | undefined
  private reading: Promise<boolean> | undefined
  private readsLeft = MAX_READS
  private countedAt: number
  private isFailing = false
  private readonly now: () => number

  constructor(private readonly options: KeySetOptions) {
    this.now = options.now ?? (() => performance.now())
    this.countedAt = this.now()
  }

  /** Begins to read the keys, so that the first client does not wait. */
  prepare(): void {
    void this.readAgain()
  }

  /**
   * Returns the key that a token names. If it is unknown, the keys are read again: it may be new.
   * @throws {IssuerUnavailable} if no keys are known
   * @throws {errors.JOSEError} if there is no such key
   */
  readonly find = async (header: JWSHeaderParameters, token: FlattenedJWSInput) => {
    const keys = await this.usable()
    try {
      return await keys.find(header, token)
    } catch (error) {
      const isUnknown = error instanceof errors.JWKSNoMatchingKey
      if (!isUnknown || !(await this.readAgain()) || !this.current) throw error
      return this.current.find(header, token)
    }
  }

  private async usable(): Promise<Keys> {
    if (this.ageMs() > MAX_AGE_MS) await this.readAgain()
    if (this.current && this.ageMs() <= MAX_STALE_MS) return this.current
    throw new IssuerUnavailable()
  }

  private ageMs(): number {
    return this.current ? this.now() - this.current.readAt : Number.POSITIVE_INFINITY
  }

  /** Returns whether the keys were read. Requests at the same time wait for the same reading. */
  private readAgain(): Promise<boolean> {
    this.reading ??= this.tryToRead().finally(() => {
      this.reading = undefined
    })
    return this.reading
  }

  private async tryToRead(): Promise<boolean> {
    if (!this.takeRead()) return false
    const { issuer, read, log } = this.options
    try {
      const keySet = await readKeySet(issuer, read)
      this.current = { find: createLocalJWKSet(keySet), readAt: this.now() }
      if (this.isFailing) log('--oauth-issuer: its keys are known again.')
      this.isFailing = false
      return true
    } catch (error) {
      const rest = this.current
        ? 'Those that were read before count for an hour.'
        : 'Until they are known, clients get 503.'
      if (!this.isFailing)
        log(`--oauth-issuer: its keys cannot be read. ${messageOf(error)} ${rest}`)
      this.isFailing = true
      return false
    }
  }

  private takeRead(): boolean {
    const since = Math.floor((this.now() - this.countedAt) / COOL_DOWN_MS)
    this.countedAt += since * COOL_DOWN_MS
    this.readsLeft = Math.min(MAX_READS, this.readsLeft + since)
    if (this.readsLeft === 0) return false
    this.readsLeft--
    return true
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
