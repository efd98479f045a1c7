import { z } from 'zod'
import { progressText } from '../../exit/fit-message.ts'
import { decodeJson } from '../../shared/json.ts'
import type { CallEnvironment } from '../../tool-call/call-environment.ts'
import { askApi } from './find-run.ts'
import { TaskError } from './task-error.ts'
import { readMark, sealTask } from './task-id.ts'
import { stateOf, type TaskState } from './task-state.ts'

/** Runs that one page looks through. The API gives at most 1000. */
const RUNS_PER_PAGE = 100
/** Larger offsets are none of this server. */
const MAX_OFFSET = 1_000_000_000

/** Where a page begins: behind so many runs. */
const position = z.object({ offset: z.int().min(0).max(MAX_OFFSET) })

/** One page of tasks. */
export interface TaskPage {
  tasks: TaskState[]
  /** Undefined on the last page. */
  nextCursor?: string
}

/**
 * Lists the runs of the account that were started as tasks, newest first. A page may be empty and yet
 * have a next one, because it looks through a number of runs of all kinds. A run that starts meanwhile
 * makes the next page repeat one, and hides none.
 * @throws {TaskError} if the cursor is none of this server, or the runs cannot be read
 */
export async function listTasks(
  cursor: string | undefined,
  environment: CallEnvironment,
  signal: AbortSignal,
): Promise<TaskPage> {
  const offset = cursor === undefined ? 0 : readCursor(cursor)
  const { runs, read } = await askApi(environment, signal, (apify) =>
    apify.listTaskRuns({ offset, limit: RUNS_PER_PAGE }),
  )
  const tasks = runs
    .filter(({ taskMark }) => readMark(taskMark))
    .map(({ run, taskMark }) => {
      const state = stateOf(sealTask(run.runId, taskMark, environment), run)
      return { ...state, statusMessage: progressText(state.statusMessage, environment) }
    })
  if (read < RUNS_PER_PAGE) return { tasks }
  return { tasks, nextCursor: cursorOf(offset + read) }
}

function cursorOf(offset: number): string {
  return Buffer.from(JSON.stringify({ offset })).toString('base64url')
}

function readCursor(cursor: string): number {
  const json = decodeJson(Buffer.from(cursor, 'base64url').toString('utf8'))
  const { data } = position.safeParse(json)
  if (data) return data.offset
  throw new TaskError(
    'invalid-params',
    'The cursor is not one of this server. Begin without one, and take `nextCursor` as it is.',
  )
}
