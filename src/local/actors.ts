import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { notFound } from './http/errors.ts'
import { ownName, stableId, USER_ID, USERNAME } from './ids.ts'
import { exists, readJson } from './storage/files.ts'

const json = z.record(z.string(), z.unknown())

/** A part of the definition: written in place, or a path relative to `.actor`. */
const reference = z.union([z.string(), json])

/** The parts of `.actor/actor.json` that matter here. */
const definition = z.object({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/i, 'use letters, digits and hyphens'),
  title: z.string().optional(),
  description: z.string().optional(),
  version: z
    .string()
    .regex(/^\d{1,2}\.\d{1,2}$/, 'use MAJOR.MINOR, such as 0.1')
    .default('0.1'),
  input: reference.optional(),
  storages: z.object({ dataset: reference.optional() }).optional(),
  defaultMemoryMbytes: z.int().optional().catch(undefined),
  environmentVariables: z.record(z.string(), z.string()).default({}),
})

/** An Actor project on this machine. */
export interface Actor {
  id: string
  name: string
  title: string | undefined
  description: string | undefined
  folder: string
  version: string
  buildId: string
  /** The version with the one build that there is of it, such as `0.1.1`. */
  buildNumber: string
  createdAt: string
  modifiedAt: string
  memoryMbytes: number
  environment: Record<string, string>
  inputSchema: Record<string, unknown> | undefined
  datasetSchema: Record<string, unknown> | undefined
}

/** The platform's own default. */
const DEFAULT_MEMORY_MBYTES = 1024

/**
 * The Actors of the given folders. They are read anew each time, so that a change of a project
 * takes effect with its next run, as after a build.
 */
export class Actors {
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

/** The Actor projects of a folder: itself, or its direct children. Throws if there is no such. */
export async function projectsIn(folder: string): Promise<string[]> {
  const root = resolve(folder)
  if (await isProject(root)) return [root]
  const entries = await readdir(root, { withFileTypes: true }).catch(() => {
    throw new Error(`The folder of Actors ${root} cannot be read. Create it or name another.`)
  })
  const children = entries.map((entry) => join(root, entry.name)).sort()
  const areProjects = await Promise.all(children.map(isProject))
  return children.filter((_, i) => areProjects[i])
}

async function isProject(folder: string): Promise<boolean> {
  return exists(join(folder, '.actor', 'actor.json'))
}

async function readActor(folder: string): Promise<Actor> {
  const path = join(folder, '.actor', 'actor.json')
  const { birthtime, mtime } = await stat(path)
  const { name, title, description, version, ...rest } = definition.parse(await readJson(path))
  return {
    id: stableId('actor', name),
    name,
    title,
    description,
    folder,
    version,
    buildId: stableId('build', `${name}@${version}`),
    buildNumber: `${version}.1`,
    createdAt: birthtime.toISOString(),
    modifiedAt: mtime.toISOString(),
    memoryMbytes: rest.defaultMemoryMbytes ?? DEFAULT_MEMORY_MBYTES,
    environment: rest.environmentVariables,
    inputSchema: await readInputSchema(folder, rest.input),
    datasetSchema: await readReference(folder, rest.storages?.dataset),
  }
}

/** Where Apify's own tools look for a schema that `actor.json` does not name. */
const INPUT_SCHEMA_PATHS = ['.actor', '.'].flatMap((folder) =>
  ['INPUT_SCHEMA.json', 'input_schema.json'].map((file) => join(folder, file)),
)

async function readInputSchema(folder: string, named: z.infer<typeof reference> | undefined) {
  if (named !== undefined) return readReference(folder, named)
  for (const path of INPUT_SCHEMA_PATHS) {
    const schema = await readJson(join(folder, path))
    if (schema !== undefined) return json.parse(schema)
  }
  return undefined
}

async function readReference(folder: string, named: z.infer<typeof reference> | undefined) {
  if (typeof named !== 'string') return named
  const path = join(folder, '.actor', named)
  const value = await readJson(path)
  if (value === undefined) throw new Error(`The file ${path} that it names is missing.`)
  return json.parse(value)
}

/** The API's Actor object. */
export function describeActor(actor: Actor) {
  const { id, name, title, description, createdAt, modifiedAt, version, buildId } = actor
  const finishedAt = modifiedAt
  return {
    id,
    userId: USER_ID,
    name,
    username: USERNAME,
    title: title ?? null,
    description: description ?? null,
    isPublic: false,
    createdAt,
    modifiedAt,
    stats: { totalBuilds: 1 },
    versions: [{ versionNumber: version, sourceType: null, buildTag: 'latest' }],
    defaultRunOptions: {
      build: 'latest',
      timeoutSecs: DEFAULT_TIMEOUT_SECS,
      memoryMbytes: actor.memoryMbytes,
    },
    taggedBuilds: { latest: { buildId, buildNumber: actor.buildNumber, finishedAt } },
  }
}

/** The platform's default for a new Actor: an hour. */
export const DEFAULT_TIMEOUT_SECS = 3600
