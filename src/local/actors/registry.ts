import { z } from 'zod'
import { ApiError, messageOf, notFound } from '../api-error.ts'
import { ownName } from '../ids.ts'
import { SharedCall } from '../shared-call.ts'
import { type Actor, actorIdOf, projectsIn, readActor, readName } from './project.ts'

/**
 * The Actors of the given folders. They are read again each time, so that a change of a project
 * takes effect in its next run, as after a build.
 */
export class ActorRegistry {
  /** Lines that were logged already: the folders are read often. */
  private readonly logged = new Set<string>()
  /** Where the Actors of the last list are, by their ids. */
  private known = { roots: '', folders: new Map<string, string>() }
  /** Where each Actor was when it could be read, by its id. */
  private readonly seen = new Map<string, string>()
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
    const roots = this.roots()
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
    const found = [...byName.values()]
    for (const { id, folder } of found) this.seen.set(id, folder)
    this.known = { roots, folders: new Map(found.map(({ id, folder }) => [id, folder])) }
    return found
  }

  /**
   * Returns an Actor by its id, or by its name in any form.
   * @throws {ApiError} 404 `record-not-found`
   */
  async get(handle: string): Promise<Actor> {
    const name = ownName(handle)
    const id = name ? actorIdOf(name) : handle
    const found = (await this.readKnown(id)) ?? (await this.list()).find((actor) => actor.id === id)
    if (found) return found
    throw notFound('Actor')
  }

  /** Reads an Actor where it was in the last list, without the others; undefined if it is not there. */
  private async readKnown(id: string): Promise<Actor | undefined> {
    const folder = this.known.folders.get(id)
    if (folder === undefined || this.known.roots !== this.roots()) return undefined
    const actor = await readActor(folder).catch(() => undefined)
    return actor?.id === id ? actor : undefined
  }

  /** The folders of now, as one text. */
  private roots(): string {
    return this.folders().join('\0')
  }

  /**
   * Returns where an Actor is, also if its definition is not valid (any more).
   * @throws {ApiError} 404 `record-not-found`
   */
  async findProject(handle: string): Promise<{ id: string; folder: string }> {
    const found = await this.get(handle).catch((error) => {
      if (error instanceof ApiError && error.status === 404) return undefined
      throw error
    })
    if (found) return found
    const name = ownName(handle)
    const id = name ? actorIdOf(name) : handle
    const projects = (await Promise.all(this.folders().map((one) => this.tryList(one)))).flat()
    for (const folder of projects) {
      const given = await readName(folder)
      const isIt = given === undefined ? this.seen.get(id) === folder : actorIdOf(given) === id
      if (isIt) return { id, folder }
    }
    throw notFound('Actor')
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
