import { z } from 'zod'
import { ApiError, notFound } from '../api-error.ts'
import { ownName } from '../ids.ts'
import { type Actor, projectsIn, readActor } from './project.ts'

/**
 * The Actors of the given folders. They are read again each time, so that a change of a project
 * takes effect in its next run, as after a build.
 */
export class ActorRegistry {
  /** Lines that were logged already: the folders are read often. */
  private readonly logged = new Set<string>()

  constructor(
    private readonly folders: string[],
    private readonly log: (line: string) => void,
  ) {}

  /** Returns all Actors in the order of the folders. Logs and skips those that cannot be read. */
  async list(): Promise<Actor[]> {
    const projects = (await Promise.all(this.folders.map(projectsIn))).flat()
    const actors = await Promise.all(projects.map((folder) => this.tryRead(folder)))
    const byName = new Map<string, Actor>()
    for (const actor of actors) {
      if (actor && !byName.has(actor.name)) byName.set(actor.name, actor)
    }
    return [...byName.values()]
  }

  /**
   * Returns an Actor by its id, or by its name in any form.
   * @throws {ApiError} 404 `record-not-found`
   */
  async get(handle: string): Promise<Actor> {
    const name = ownName(handle)
    const actors = await this.list()
    const found = actors.find((actor) => (name ? actor.name === name : actor.id === handle))
    if (found) return found
    throw notFound('Actor')
  }

  /**
   * Returns the Actor that a build belongs to.
   * @throws {ApiError} 404 `record-not-found`
   */
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
      const line = `Skipped the Actor in ${folder}. Fix its .actor/actor.json: ${reason}`
      if (!this.logged.has(line)) this.log(line)
      this.logged.add(line)
      return undefined
    }
  }
}

/**
 * Checks that a build exists. An Actor has one build: its folder as it is now.
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
