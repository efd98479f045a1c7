import { randomUUID } from 'node:crypto'
import { lstat, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, parse } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DataFolder } from '../apify/types/data-folder.ts'
import { BUNDLED_ACTORS } from '../config/actor-folders.ts'
import type { Config } from '../config/config.ts'
import { makeFolder } from '../local/files.ts'
import type { Attachment } from '../local/process/attach.ts'
import { ToolError } from '../shared/errors.ts'
import { VERSION } from '../shared/version.ts'
import { workerProgram } from '../shared/worker-program.ts'

type LocalTarget = Extract<Config['target'], { mode: 'local' }>

/** Secrets of the server, which the platform does not need. */
const SECRETS = ['APIFY_TOKEN', 'MCP_ACCESS_KEY']

/** The use of a platform, and where its data is. */
export type AttachedPlatform = Attachment & { dataFolder: DataFolder }

/**
 * Returns a function that attaches to the local platform of a data folder, which the servers of several
 * windows share. It throws a `ToolError` if the platform cannot be used. If the default folder cannot be
 * written, there is a temporary one, which ends with this server.
 * @param openPlatform starts the platform in a folder that other processes of this server use as well
 */
export function platformAttacher(
  { dir, isDefaultDir, actorDirs }: LocalTarget,
  log: (line: string) => void,
  openPlatform?: () => Promise<DataFolder>,
): () => Promise<AttachedPlatform> {
  // The platform has bundled Actors of its own, which those of another version's server are not beside.
  const terms = {
    actorDirs: (actorDirs ?? []).filter((folder) => folder !== BUNDLED_ACTORS),
    bundledActors: actorDirs?.includes(BUNDLED_ACTORS) ?? true,
  }
  const folder = openPlatform ?? folderChooser(dir, isDefaultDir, log)
  return async () => {
    const { attach, AttachError } = await import('../local/process/attach.ts')
    const dataFolder = await folder()
    try {
      const program = programFor(dataFolder)
      return { ...(await attach({ dir: dataFolder.path, terms, program, log })), dataFolder }
    } catch (error) {
      if (!(error instanceof AttachError)) throw error
      log(error.message)
      throw new ToolError(error.happened, error.remedy)
    }
  }
}

/** Returns a function that returns the folder to use. Once it is a temporary one, it stays that. */
function folderChooser(
  dir: string,
  isDefault: boolean,
  log: (line: string) => void,
): () => Promise<DataFolder> {
  let temporary: DataFolder | undefined
  return async () => {
    // If it was deleted, another user may have created a folder of that name.
    if (temporary && !(await isOwnFolder(temporary.path))) temporary = undefined
    const dataFolder = temporary ?? (await writableFolder(dir, isDefault, log))
    if (dataFolder.isTemporary) temporary = dataFolder
    return dataFolder
  }
}

/** @throws {ToolError} if a folder that the operator named cannot be written */
async function writableFolder(
  dir: string,
  isDefault: boolean,
  log: (line: string) => void,
): Promise<DataFolder> {
  const problem = await writeProblem(dir)
  if (problem === undefined) return { path: dir, isTemporary: false }
  const happened = `The data folder ${dir} cannot be written (${problem}).`
  if (!isDefault) {
    log(happened)
    throw new ToolError(happened, 'Correct that, or choose another folder with --local DIR.')
  }
  const path = await mkdtemp(join(tmpdir(), 'apify-agent-tools-'))
  log(`${happened} The data of this session is in ${path}, which is deleted at its end.`)
  return { path, isTemporary: true }
}

/** Creates a folder if it is missing, and writes into it: permissions alone do not tell. */
async function writeProblem(dir: string): Promise<string | undefined> {
  const probe = join(dir, `.write-${randomUUID()}`)
  try {
    await makeFolder(dir)
    await writeFile(probe, '')
    await rm(probe)
    return undefined
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}

async function isOwnFolder(path: string): Promise<boolean> {
  const stats = await lstat(path).catch(() => undefined)
  if (!stats?.isDirectory()) return false
  return process.platform === 'win32' || stats.uid === process.getuid?.()
}

function programFor({ path, isTemporary }: DataFolder) {
  const { program, isText } = workerProgram(
    './local-platform.mjs',
    './local-platform.ts',
    import.meta.url,
  )
  const inherited = Object.entries(process.env).filter(
    // On Windows the case of their names does not count.
    ([name]) => !SECRETS.includes(name.toUpperCase()),
  )
  return {
    args: [
      ...(isText ? ['--eval', String(program), '--'] : [fileURLToPath(program)]),
      JSON.stringify({ dir: path, isTemporary, version: VERSION }),
    ],
    env: {
      ...Object.fromEntries(inherited),
      // Inside an Electron application `process.execPath` is Node only with this.
      ...(process.versions.electron && { ELECTRON_RUN_AS_NODE: '1' }),
    },
    // In no folder that somebody may want to delete. Sources are found from the current one.
    cwd: isText ? process.cwd() : parse(path).root,
  }
}
