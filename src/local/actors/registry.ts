import { z } from 'zod'
import { ApiError, notFound } from '../api-error.ts'
import { ownName } from '../ids.ts'
import { type Actor, projectsIn, readActor } from './project.ts'

/**
 * The Actors of the given folders. They are read anew each time, so that a change of a project
 * takes effect with its next run, as after a build.
 */
export class ActorRegistry {
  /** What was logged already: the folders are read often. */
  private readonly told = new Set<string>()

  constructor(
    private readonly folders: string[],
    private readonly log: (line: string) => void,
  ) {}

  /** All Actors in the order of the folders; one that cannot be read is logged and left out. */
  async list(): Promise<Actor[]> {
    const projects = (await Promise.all(this.folders.map(projectsIn))).flat()
    const actors = await Promise.all(projects.map((folder) => this.tryRead(folder)))
    const byName = new Map<string, Actor>()
    for (const actor of actors) {
      if (actor && !byName.has(actor.name)) byName.set(actor.name, actor)
    }
    return [...byName.values()]
  }

  /** Finds one by id or name in any of its forms; throws 404 `record-not-found`. */
  async get(handle: string): Promise<Actor> {
    const name = ownName(handle)
    const actors = await this.list()
    const found = actors.find((actor) => (name ? actor.name === name : actor.id === handle))
    if (found) return found
    throw notFound('Actor')
  }

  /** Finds the Actor that a build is of; throws 404 `record-not-found`. */
  async getByBuild(buildId: string): Promise<Actor> {
    const found = (await this.list()).find((actor) => actor.buildId === buildId)
    if (found) return found
    throw notFound('Build')
  }

  private async tryRead(folder: string): Promise<Actor | undefined> {
    try {
      return await readActor(folder)
    } catch (error) {
      const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
      const line = `The Actor in ${folder} is left out. Mend its .actor/actor.json: ${reason}`
      if (!this.told.has(line)) this.log(line)
      this.told.add(line)
      return undefined
    }
  }
}

/**
 * There is one build of each Actor: its folder as it is now.
 * @param build a tag or a number; undefined for the default
 * @throws {ApiError} 400 `unknown-build-tag`
 */
export function checkBuild({ buildTag, buildNumber }: Actor, build: string | undefined): void {
  const choices = [...new Set(['latest', buildTag, buildNumber])]
  if (!build || choices.includes(build)) return
  const list = choices.map((choice) => `"${choice}"`).join(' or ')
  const message = `There is no build "${build.slice(0, 50)}" of this Actor. Use ${list}.`
  throw new ApiError(400, 'unknown-build-tag', message)
}
