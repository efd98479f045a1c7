import { readdir, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { exists, isMissing, readJson } from '../files.ts'
import { stableId } from '../ids.ts'

const json = z.record(z.string(), z.unknown())

/** A part of the definition: the object itself, or a path relative to `.actor`. */
const reference = z.union([z.string(), json])

/** The parts of `.actor/actor.json` that are used here. The rest is passed on as it is. */
const definition = z.looseObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/i, 'use letters, digits and hyphens'),
  title: z.string().optional(),
  description: z.string().optional(),
  version: z
    .string()
    .regex(/^\d{1,2}\.\d{1,2}$/, 'use MAJOR.MINOR, such as 0.1')
    .default('0.1'),
  buildTag: z.string().default('latest'),
  categories: z.array(z.string()).default([]),
  input: reference.optional(),
  readme: z.string().optional(),
  changelog: z.string().optional(),
  storages: z.record(z.string(), reference).default({}),
  defaultMemoryMbytes: z.int().optional().catch(undefined),
  environmentVariables: z.record(z.string(), z.string()).default({}),
})

/** An Actor project on this machine. */
export interface Actor {
  id: string
  name: string
  title: string | undefined
  description: string | undefined
  categories: string[]
  folder: string
  version: string
  buildTag: string
  buildId: string
  /** The version and the number of its only build, such as `0.1.1`. */
  buildNumber: string
  createdAt: string
  modifiedAt: string
  memoryMbytes: number
  environment: Record<string, string>
  inputSchema: Record<string, unknown> | undefined
  datasetSchema: Record<string, unknown> | undefined
  /** The text of the README; empty if there is none. */
  readme: string
  /** `actor.json` with the contents of the files that it refers to, as in a build. */
  definition: Record<string, unknown>
}

/** Apify's default. */
const DEFAULT_MEMORY_MBYTES = 1024

/** Where Apify's own tools look if `actor.json` does not name a file. */
const INPUT_SCHEMA_PATHS = ['.actor', '.'].flatMap((folder) =>
  ['INPUT_SCHEMA.json', 'input_schema.json'].map((file) => join(folder, file)),
)
const README_PATHS = [join('.actor', 'README.md'), 'README.md']
const CHANGELOG_PATHS = [join('.actor', 'CHANGELOG.md'), 'CHANGELOG.md']

/** Returns the id of the Actor with a name. */
export function actorIdOf(name: string): string {
  return stableId('actor', name)
}

/**
 * Finds the Actor projects of a folder: the folder itself, or its direct children.
 * @throws {Error} if the folder cannot be read
 */
export async function projectsIn(folder: string): Promise<string[]> {
  const root = resolve(folder)
  if (await isProject(root)) return [root]
  const entries = await readdir(root, { withFileTypes: true }).catch(() => {
    throw new Error(`The Actors folder ${root} cannot be read. Create it or choose another.`)
  })
  const children = entries.map((entry) => join(root, entry.name)).sort()
  const areProjects = await Promise.all(children.map(isProject))
  return children.filter((_, i) => areProjects[i])
}

async function isProject(folder: string): Promise<boolean> {
  return exists(join(folder, '.actor', 'actor.json'))
}

/**
 * Reads a project.
 * @throws {Error} that says what is wrong with its definition
 */
export async function readActor(folder: string): Promise<Actor> {
  const path = join(folder, '.actor', 'actor.json')
  const { birthtime, mtime } = await stat(path)
  const given = definition.parse(await readJson(path))
  const { name, version } = given
  const inputSchema = await readInputSchema(folder, given.input)
  const storages = await readStorages(folder, given.storages)
  const readme = await readText(folder, given.readme, README_PATHS)
  const changelog = await readText(folder, given.changelog, CHANGELOG_PATHS)
  const parts = { input: inputSchema, storages, readme, changelog: changelog || undefined }
  return {
    id: actorIdOf(name),
    name,
    title: given.title,
    description: given.description,
    categories: given.categories,
    folder,
    version,
    buildTag: given.buildTag,
    buildId: stableId('build', `${name}@${version}`),
    buildNumber: `${version}.1`,
    createdAt: birthtime.toISOString(),
    modifiedAt: mtime.toISOString(),
    memoryMbytes: given.defaultMemoryMbytes ?? DEFAULT_MEMORY_MBYTES,
    environment: given.environmentVariables,
    inputSchema,
    datasetSchema: storages.dataset,
    readme,
    definition: { actorSpecification: 1, ...given, ...parts },
  }
}

/** Returns the name of a project, also if the rest of its definition is not valid; undefined if it has none. */
export async function readName(folder: string): Promise<string | undefined> {
  const stored = await readJson(join(folder, '.actor', 'actor.json')).catch(() => undefined)
  return definition.pick({ name: true }).safeParse(stored).data?.name
}

type Reference = z.infer<typeof reference>

async function readInputSchema(folder: string, named: Reference | undefined) {
  if (named !== undefined) return readReference(folder, named)
  for (const path of INPUT_SCHEMA_PATHS) {
    const schema = await readJson(join(folder, path))
    if (schema !== undefined) return json.parse(schema)
  }
  return undefined
}

async function readStorages(folder: string, named: Record<string, Reference>) {
  const entries = Object.entries(named).map(
    async ([kind, value]) => [kind, await readReference(folder, value)] as const,
  )
  return Object.fromEntries(await Promise.all(entries))
}

async function readReference(folder: string, named: Reference) {
  if (typeof named !== 'string') return named
  const path = join(folder, '.actor', named)
  const value = await readJson(path)
  if (value === undefined) throw new Error(`It refers to the file ${path}, which is missing.`)
  return json.parse(value)
}

/** Reads the named file, or the first usual one that exists; an empty text if there is none. */
async function readText(folder: string, named: string | undefined, usual: string[]) {
  for (const path of named === undefined ? usual : [join('.actor', named)]) {
    const text = await readFile(join(folder, path), 'utf8').catch((error) => {
      if (isMissing(error)) return undefined
      throw error
    })
    if (text !== undefined) return text
  }
  return ''
}
