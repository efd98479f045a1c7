import { setTimeout as delay } from 'node:timers/promises'
import { type Holder, holderOf, remedyFor } from '../data-folder-lock.ts'
import { type Address, type OtherProtocol, PROTOCOL, readAddress } from './address-file.ts'
import { AttachError } from './attach-error.ts'
import { type Lease, openLease, RefusedError } from './lease.ts'
import type { LeaseTerms } from './lease-terms.ts'
import { type PlatformProgram, START_MS, startProcess } from './start-process.ts'

export { AttachError } from './attach-error.ts'

/** How often to look whether the platform of another server has started or ended, in milliseconds. */
const LOOK_MS = 20

export interface AttachOptions {
  /** The data folder, which exists. */
  dir: string
  terms: LeaseTerms
  /** Starts the platform of this folder. */
  program: PlatformProgram
  /** Receives lines for the operator. */
  log(line: string): void
}

/** The use of a platform that other servers may use as well. */
export interface Attachment extends Lease {
  /** Such as `http://127.0.0.1:49152`. */
  baseUrl: string
  token: string
}

/**
 * Attaches to the platform of a data folder, and starts it if there is none.
 * @throws {AttachError} if it cannot be used or started
 */
export async function attach(options: AttachOptions): Promise<Attachment> {
  const { dir, terms, program, log } = options
  const giveUpAt = performance.now() + START_MS
  for (;;) {
    const found = await find(dir)
    if (found === 'none') await start(program, log)
    const address = typeof found === 'object' ? found : undefined
    const lease = address && (await openLease(address, terms, log).catch(throwAsAttachError))
    if (address && lease) return { ...lease, baseUrl: address.baseUrl, token: address.token }
    if (performance.now() > giveUpAt) throw await noAnswer(dir)
    // The platform of another server starts or ends.
    if (found !== 'none') await delay(LOOK_MS)
  }
}

/**
 * Looks for the platform of a folder. Its address counts only as long as the process that wrote it
 * holds the lock: another program may listen where a dead platform did.
 * @returns `busy` while it starts or ends
 */
async function find(dir: string): Promise<Address | 'none' | 'busy'> {
  const holder = await holderOf(dir)
  if (!holder) return 'none'
  if (!holder.isShared) throw inUse(dir, holder)
  const found = await readAddress(dir)
  if (found?.pid !== holder.pid) return 'busy'
  if (!speaksOurProtocol(found)) throw otherProtocol(dir, found)
  return found
}

function speaksOurProtocol(found: Address | OtherProtocol): found is Address {
  return found.protocol === PROTOCOL && 'token' in found
}

async function start(program: PlatformProgram, log: (line: string) => void): Promise<void> {
  const state = await startProcess(program, log)
  if (state.state !== 'failed') return
  throw new AttachError(
    `The local platform did not start: ${state.message}`,
    'Correct that and call again, or choose another folder with --local DIR.',
  )
}

function inUse(dir: string, holder: Holder): AttachError {
  return new AttachError(
    `The data folder ${dir} is in use by process ${holder.pid}.`,
    `Wait until that process ends. ${remedyFor(dir, holder)} Then call again, or choose another folder with --local DIR.`,
  )
}

function otherProtocol(dir: string, { version, pid }: OtherProtocol): AttachError {
  return new AttachError(
    `The data folder ${dir} is held by the local platform of version ${version} (process ${pid}), which this version cannot use.`,
    'Close the other windows that use it, or choose another folder with --local DIR.',
  )
}

async function noAnswer(dir: string): Promise<AttachError> {
  const holder = await holderOf(dir)
  const who = holder
    ? `process ${holder.pid}, which holds it, gives no answer`
    : 'it ends each time'
  return new AttachError(
    `The local platform of ${dir} did not start within ${START_MS / 1000} s: ${who}.`,
    `${holder ? `${remedyFor(dir, holder)} Then call` : 'Call'} again, or choose another folder with --local DIR.`,
  )
}

function throwAsAttachError(error: unknown): never {
  if (!(error instanceof RefusedError)) throw error
  throw new AttachError(error.message, 'Then call again.')
}
