import { join } from 'node:path'
import type { Actor } from '../actors/project.ts'
import type { ActorRegistry } from '../actors/registry.ts'
import { ApiError, notFound } from '../api-error.ts'
import { ObjectFiles } from '../object-files.ts'
import type { Run } from '../runs/run.ts'
import { type Build, buildOfFolder, buildSchema } from './build.ts'
import { BuildNumbers, lastPartOf } from './build-numbers.ts'
import { type BuildRequest, makeBuild, type UnnumberedBuild } from './make-build.ts'

/** How many builds of an Actor are kept, beside those that a tag names. */
const MAX_BUILDS = 100

/** How many builds an error names. */
const MAX_CHOICES = 10

interface BuildsOptions {
  /** The data folder. */
  dir: string
  actors: ActorRegistry
  /** Called with each new build. */
  onBuilt(build: Build): void
  onFault(error: unknown): void
}

/** What a run tells of its build. */
type RanBuild = Pick<Run, 'buildId' | 'buildNumber' | 'options'>

/** All builds: the folder of each Actor as it is now, and those that were made, each a file. */
export class Builds {
  private readonly files: ObjectFiles<Build>
  private readonly numbers: BuildNumbers

  constructor(private readonly options: BuildsOptions) {
    this.files = new ObjectFiles(join(options.dir, 'builds'), buildSchema, options.onFault)
    this.numbers = new BuildNumbers(options.dir, options.onFault)
  }

  /** Returns the builds of some Actors, oldest first, also of Actors that are not offered now. */
  async list(actors: Actor[], actId?: string): Promise<Build[]> {
    const made = (await this.files.list()).filter((one) => !actId || one.actId === actId)
    const all = [...actors.map(buildOfFolder), ...made]
    return all.sort((a, b) => a.createdAt.localeCompare(b.createdAt))
  }

  /** Returns how many builds of an Actor were made. */
  async countOf(actId: string): Promise<number> {
    return (await this.files.list()).filter((one) => one.actId === actId).length
  }

  /** @throws {ApiError} 404 `record-not-found` */
  async get(id: string): Promise<Build> {
    const found = await this.find(id)
    if (!found) throw notFound('Build', 'the ID')
    return found
  }

  /** Returns undefined if there is no build with the id. */
  async find(id: string): Promise<Build | undefined> {
    const made = await this.files.get(id)
    if (made) return made
    const actor = (await this.options.actors.list()).find(({ buildId }) => buildId === id)
    return actor && buildOfFolder(actor)
  }

  /** Returns the newest builds by their tags. The folder has the tag "latest" until a build gets it. */
  async tagsOf(actor: Actor): Promise<Map<string, Build>> {
    const folder = buildOfFolder(actor)
    const own = new Map(['latest', actor.buildTag].map((tag) => [tag, folder]))
    const tags = new Map(own)
    for (const build of await this.succeeded(actor)) {
      const { buildTag: tag, version } = build
      // The folder has a newer version than the build.
      if (tag === null || (own.has(tag) && version !== actor.version)) continue
      tags.set(tag, build)
    }
    return tags
  }

  /** Returns the build that runs use if they name none. */
  async defaultOf(actor: Actor): Promise<Build> {
    return (await this.tagsOf(actor)).get('latest') ?? buildOfFolder(actor)
  }

  /**
   * Returns an Actor as a run of one of its builds uses it: its folder as it is now, and with a number
   * the input schema of that build.
   * @param name a tag or a number; undefined for the default
   * @throws {ApiError} 400 `unknown-build-tag`
   */
  async actorAt(actor: Actor, name: string | undefined): Promise<Actor> {
    const tags = await this.tagsOf(actor)
    const tagged = tags.get(name || 'latest')
    if (tagged) return { ...actor, buildId: tagged.id, buildNumber: tagged.buildNumber }
    if (name === actor.buildNumber) return actor
    const made = await this.succeeded(actor)
    const numbered = made.find(({ buildNumber }) => buildNumber === name)
    if (!numbered) throw unknownBuild(name ?? '', [...tags.keys(), actor.buildNumber], made)
    const { id: buildId, buildNumber, inputSchema } = numbered
    return { ...actor, buildId, buildNumber, inputSchema: inputSchema ?? undefined }
  }

  /**
   * Returns the name under which `actorAt` finds the build of an earlier run: its number, or what the run was started
   * with if that build is gone, such as that of a folder whose version has changed.
   */
  async nameOf({ buildId, buildNumber, options }: RanBuild): Promise<string> {
    return (await this.find(buildId)) ? buildNumber : options.build
  }

  /** Makes a build of an Actor from its folder. One that fails is a build, too. */
  async make(actId: string, folder: string, request: BuildRequest): Promise<Build> {
    const made = await makeBuild(actId, folder, request)
    const deleted = await this.numbers.highestDeleted(made)
    const build = await this.files.add((all) => numbered(made, [...all.values()], deleted))
    await this.makeRoom(actId)
    this.options.onBuilt(build)
    return build
  }

  /**
   * Deletes a build.
   * @throws {ApiError} 400 if it is the default one, or the folder itself
   */
  async delete(build: Build): Promise<void> {
    const { id, actId } = build
    const actor = (await this.options.actors.list()).find((one) => one.id === actId)
    if (actor && (await this.defaultOf(actor)).id === id) {
      const message = 'It is the default build of the Actor, which cannot be deleted. Make another.'
      throw new ApiError(400, 'deleting-default-build', message)
    }
    if (actor?.buildId === id) {
      const message = 'It is the folder of the Actor as it is now, and no build that was made.'
      throw new ApiError(400, 'operation-not-allowed', `${message} Delete another build.`)
    }
    await this.remove(build)
  }

  /** Waits for pending writes. Never rejects. */
  async settle(): Promise<void> {
    await Promise.all([this.files.settle(), this.numbers.settle()])
  }

  /** Returns the builds of an Actor that were made and have not failed, oldest first. */
  private async succeeded({ id }: Actor): Promise<Build[]> {
    const all = await this.files.list()
    return all.filter(({ actId, status }) => actId === id && status === 'SUCCEEDED')
  }

  private async makeRoom(actId: string): Promise<void> {
    const own = (await this.files.list()).filter((one) => one.actId === actId)
    const lastOfTag = new Map(own.map((one) => [one.buildTag, one.id]))
    const rest = own.filter(({ id, buildTag }) => !buildTag || lastOfTag.get(buildTag) !== id)
    for (const one of rest.slice(0, Math.max(0, rest.length - MAX_BUILDS))) await this.remove(one)
  }

  private async remove(build: Build): Promise<void> {
    await this.numbers.noteDeleted(build)
    await this.files.delete(build.id)
  }
}

/**
 * Returns a build with the next number of its version. The first is that of the folder.
 * @param deleted the highest number of the builds of the version that were deleted, or 0
 */
function numbered(made: UnnumberedBuild, all: Build[], deleted: number): Build {
  const { actId, version } = made
  const own = all.filter((one) => one.actId === actId && one.version === version)
  const highest = Math.max(1, deleted, ...own.map(lastPartOf))
  return { ...made, buildNumber: `${version}.${highest + 1}` }
}

function unknownBuild(name: string, tags: string[], made: Build[]): ApiError {
  const numbers = made.slice(-MAX_CHOICES).map(({ buildNumber }) => buildNumber)
  const list = [...new Set([...tags, ...numbers])].map((choice) => `"${choice}"`).join(' or ')
  const message = `There is no build "${name.slice(0, 50)}" of this Actor. Use ${list}.`
  return new ApiError(400, 'unknown-build-tag', message)
}
