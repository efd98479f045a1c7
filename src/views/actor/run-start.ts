import type { RunActorResult } from '../shared/results.ts'
import { isRecord, listOf, textOf } from '../shared/values.ts'

/** What a run is started with. */
export interface RunRequest {
  actorId: string
  input: Record<string, unknown>
  /** Further arguments, such as `maxTotalChargeUsd`. */
  limits: Record<string, unknown>
}

/** What a view shows of a run. */
export type StartedRun = Pick<
  RunActorResult,
  'runId' | 'status' | 'startedAt' | 'consoleUrl' | 'maxTotalChargeUsd'
>

/** Calls a tool of the server. */
export type CallTool = <Value>(
  tool: string,
  args: Record<string, unknown>,
  isValue: (value: unknown) => value is Value,
) => Promise<Value>

/** Newer runs than these are not expected between a start and its lookup. */
const LISTED = 50

/**
 * Starts runs of an Actor so that a lost answer does not lead to a second run: the runs before the start are
 * remembered, and after an error a run that was not among them is taken for the one that was started.
 */
export class RunStart {
  readonly #call: CallTool
  readonly #actorId: string
  #before: ReadonlySet<string> | undefined

  constructor(call: CallTool, actorId: string) {
    this.#call = call
    this.#actorId = actorId
  }

  /** Starts a run. @throws {RequestError} if the answer is an error or none: a run may have started */
  async start({ actorId, input, limits }: RunRequest): Promise<StartedRun> {
    this.#before = undefined
    const listed = await this.#list().catch(() => undefined)
    this.#before = listed && new Set(listed.map(({ runId }) => runId))
    return this.#call('run_actor', { actorId, input, ...limits }, isRun)
  }

  /**
   * Returns the newest run that was not there before the start; undefined if none is listed. If runs could not be
   * listed before the start, nothing can be told apart, and none is returned.
   */
  async lookUp(): Promise<StartedRun | undefined> {
    const before = this.#before
    if (!before) return undefined
    return (await this.#list()).find(({ runId }) => !before.has(runId))
  }

  async #list(): Promise<StartedRun[]> {
    const args = { actorId: this.#actorId, limit: LISTED }
    const { runs } = await this.#call('list_runs', args, isRunList)
    return listOf(runs).filter(isRun)
  }
}

function isRun(value: unknown): value is StartedRun {
  return isRecord(value) && textOf(value.runId) !== undefined && typeof value.status === 'string'
}

function isRunList(value: unknown): value is { runs: unknown[] } {
  return isRecord(value) && Array.isArray(value.runs)
}
