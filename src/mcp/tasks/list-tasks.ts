import { z } from 'zod'
import { decodeJson } from '../../shared/json.ts'
import type { CallEnvironment } from '../../tool-call/call-environment.ts'
import { askApi } from './find-run.ts'
import { TaskError } from './task-error.ts'
import { markOf, readLabel, sealTask } from './task-id.ts'
import { stateOf, type TaskState } from './task-state.ts'

/** Runs that one page looks through. The API gives at most 1000. */
const RUNS_PER_PAGE = 100
/** This server gives out no larger offset. */
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
 * Lists the runs of the account that were started as tasks, newest first; if several people share the account,
 * those of the caller. A page may be empty and yet
 * have a next one, because it looks through a number of runs of all kinds. A run that starts meanwhile
 * makes the next page repeat one, and hides none.
 * @throws {TaskError} if the cursor is not from this server, or the runs cannot be read
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
  const mark = markOf(environment)
  const tasks = runs
    .filter(({ taskLabel }) => isOwn(readLabel(taskLabel), mark))
    .map(({ run, taskLabel }) =>
      stateOf(sealTask(run.runId, taskLabel, environment), run, environment),
    )
  if (read < RUNS_PER_PAGE) return { tasks }
  return { tasks, nextCursor: cursorOf(offset + read) }
}

/** @param mark that of the caller; undefined if every task of the account is one of the caller's */
function isOwn(label: ReturnType<typeof readLabel>, mark: string | undefined): boolean {
  return label !== undefined && (mark === undefined || label.mark === mark)
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
    'The cursor is not from this server. Begin without one, and take `nextCursor` as it is.',
  )
}
