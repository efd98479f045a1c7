import { z } from 'zod'
import { ApiError, messageOf, notFound } from '../api-error.ts'
import { ownName } from '../ids.ts'
import { SharedCall } from '../shared-call.ts'
import { type Actor, projectsIn, readActor } from './project.ts'

/**
 * The Actors of the given folders. They are read again each time, so that a change of a project
 * takes effect in its next run, as after a build.
 */
export class ActorRegistry {
  /** Lines that were logged already: the folders are read often. */
  private readonly logged = new Set<string>()
  private readonly reading = new SharedCall(() => this.readAll())

  /** @param folders returns the folders of now, as servers come and go with theirs */
  constructor(
    private readonly folders: () => string[],
    private readonly log: (line: string) => void,
  ) {}

  /**
   * Returns all Actors in the order of the folders. Logs and skips those that cannot be read, and those
   * whose name is taken. Calls that come while the folders are read share the next reading.
   */
  async list(): Promise<Actor[]> {
    return [...(await this.reading.make())]
  }

  private async readAll(): Promise<Actor[]> {
    const projects = await Promise.all(this.folders().map((one) => this.tryList(one)))
    const each = [...new Set(projects.flat())]
    const actors = await Promise.all(each.map((folder) => this.tryRead(folder)))
    const byName = new Map<string, Actor>()
    for (const actor of actors) {
      if (!actor) continue
      const first = byName.get(actor.name)
      if (first) this.logOnce(hiddenBy(first, actor))
      else byName.set(actor.name, actor)
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

  /** Logs what is wrong once more, for somebody who has not seen it. */
  logAgain(): void {
    this.logged.clear()
  }

  private async tryRead(folder: string): Promise<Actor | undefined> {
    try {
      return await readActor(folder)
    } catch (error) {
      const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
      this.logOnce(`Skipped the Actor in ${folder}. Fix its .actor/actor.json: ${reason}`)
      return undefined
    }
  }

  /** Returns the projects of a folder. One that has gone must not take the others with it. */
  private async tryList(folder: string): Promise<string[]> {
    try {
      return await projectsIn(folder)
    } catch (error) {
      this.logOnce(messageOf(error))
      return []
    }
  }

  private logOnce(line: string): void {
    if (!this.logged.has(line)) this.log(line)
    this.logged.add(line)
  }
}

function hiddenBy(first: Actor, { name, folder }: Actor): string {
  return `Skipped the Actor in ${folder}: ${first.folder} has the name "${name}" already. Rename one.`
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
