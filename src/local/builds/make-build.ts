import { z } from 'zod'
import type { Actor } from '../actors/project.ts'
import { messageOf } from '../api-error.ts'
import { randomId } from '../ids.ts'
import { type Build, snapshotOf } from './build.ts'

/** How a client wants a build. */
export interface BuildRequest {
  /** The version to build. */
  version: string
  /** The tag that it gets; that of the Actor if undefined. */
  tag: string | undefined
  useCache: boolean
  betaPackages: boolean
  userAgent: string | undefined
}

/** A build that has no number yet. */
export type UnnumberedBuild = Omit<Build, 'buildNumber'>

/**
 * Builds an Actor: takes down what its folder says, if a run could use it.
 * @param actId the id of the Actor, also if its folder cannot be read any more
 */
export async function makeBuild(
  actId: string,
  folder: string,
  request: BuildRequest,
): Promise<UnnumberedBuild> {
  const startedAt = new Date().toISOString()
  const lines: string[] = []
  const say = (line: string) => void lines.push(`${new Date().toISOString()} ${line}\n`)
  const actor = await tryCheck(folder, say)
  const { useCache, betaPackages, userAgent } = request
  const memoryMbytes = actor?.memoryMbytes ?? 0
  const nothing = { inputSchema: null, readme: '', definition: null }
  return {
    id: randomId(),
    ...(actor ? snapshotOf(actor) : nothing),
    actId,
    version: request.version,
    buildTag: actor ? (request.tag ?? actor.buildTag) : null,
    status: actor ? 'SUCCEEDED' : 'FAILED',
    createdAt: startedAt,
    finishedAt: new Date().toISOString(),
    meta: { origin: 'API', ...(userAgent !== undefined && { userAgent }) },
    options: { useCache, betaPackages, memoryMbytes },
    log: lines.join(''),
  }
}

/** Returns the Actor of a folder, or says why there is none. */
async function tryCheck(folder: string, say: (line: string) => void): Promise<Actor | undefined> {
  // Loaded on first use: it would delay the start of the platform.
  const { checkProject } = await import('./check-project.ts')
  try {
    const actor = await checkProject(folder, say)
    say('The build has succeeded. There is no image: a run uses the folder as it is then.')
    return actor
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error)
    for (const line of reason.split('\n')) say(`ERROR: ${line}`)
    say('The build has failed. Fix the project and build it again.')
    return undefined
  }
}
