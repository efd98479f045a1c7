import { readFile } from 'node:fs/promises'
import { isAbsolute, join, normalize } from 'node:path'
import { z } from 'zod'
import { exists } from '../../files.ts'
import type { Command } from '../command.ts'
import { pythonCommand } from './python-file.ts'
import { checkBuilt } from './start-script.ts'

/** Where Apify looks for the Dockerfile if `actor.json` does not name it. */
const PLACES = [join('.actor', 'Dockerfile'), 'Dockerfile']
/** Without quotes, variables and operators of a shell. */
const PLAIN = /^[\w\s./@:=,+-]+$/
const PROGRAM = /^(?:\/[\w./-]*\/)?(node|python)(?:[\d.]*)$/

/** Options whose value is the next argument, which is not the file. */
const WITH_VALUE = new Set(
  '-r --require --import --loader --experimental-loader -C --conditions -W -X'.split(' '),
)
/** What a build makes: a file of TypeScript or Python is there before. */
const BUILT = /\.[cm]?js$/

const texts = z.array(z.string())

/**
 * Returns the command of the Dockerfile's last `CMD`, if it is a plain node or python command on a file
 * or a module of the project.
 * @param named the path that `actor.json` names, relative to `.actor`
 * @param build the project's build script
 * @throws {Error} if the project must be built first, or there is no Python
 */
export async function dockerfileCommand(
  folder: string,
  named: unknown,
  build: string | undefined,
): Promise<Command | undefined> {
  const [program = '', ...args] = lastCommand(await readDockerfile(folder, named)) ?? []
  const [, kind] = PROGRAM.exec(program) ?? []
  const target = targetOf(args)
  if (kind === undefined || target === undefined) return undefined
  if (kind === 'python') {
    return (await isThere(folder, target)) ? pythonCommand(folder, args) : undefined
  }
  if (target.isModule) return undefined
  if (build && BUILT.test(target.name) && !isAbsolute(target.name))
    await checkBuilt(folder, target.name)
  return (await isThere(folder, target)) ? { file: process.execPath, args } : undefined
}

async function readDockerfile(folder: string, named: unknown): Promise<string> {
  const places = typeof named === 'string' ? [join('.actor', named)] : PLACES
  for (const place of places) {
    const text = await readFile(join(folder, place), 'utf8').catch(() => undefined)
    if (text !== undefined) return text
  }
  return ''
}

/** Returns the words of the last `CMD`; undefined if it needs a shell or an entry point of the image. */
function lastCommand(text: string): string[] | undefined {
  const lines = text
    .replace(/^\s*#.*$/gm, '')
    .replace(/\\[ \t]*\r?\n\s*/g, ' ')
    .split(/\r?\n/)
  // An entry point takes CMD as its arguments. A stage begins anew.
  const stage = lines.slice(lines.findLastIndex((line) => /^\s*FROM\s/i.test(line)) + 1)
  if (stage.some((line) => /^\s*ENTRYPOINT\s/i.test(line))) return undefined
  const last = stage.findLast((line) => /^\s*CMD\s/i.test(line))
  const command = last?.replace(/^\s*CMD\s+/i, '').trim()
  if (!command) return undefined
  if (!command.startsWith('[')) return PLAIN.test(command) ? command.split(/\s+/) : undefined
  try {
    return texts.parse(JSON.parse(command))
  } catch {
    return undefined
  }
}

interface Target {
  name: string
  isModule: boolean
}

/** Returns the file or module that a program is told to run: the first argument that is no option. */
function targetOf(args: readonly string[]): Target | undefined {
  const at = args.findIndex(
    (arg, i) => !WITH_VALUE.has(args[i - 1] ?? '') && (arg === '-m' || !arg.startsWith('-')),
  )
  const isModule = args[at] === '-m'
  const name = args[isModule ? at + 1 : at]
  return name === undefined ? undefined : { name, isModule }
}

/** Looks in the project only: in an image, a path may lead anywhere. */
async function isThere(folder: string, { name, isModule }: Target): Promise<boolean> {
  if (isAbsolute(name) || normalize(name).startsWith('..')) return false
  if (!isModule) return exists(join(folder, name))
  const path = join(folder, ...name.split('.'))
  return (await exists(`${path}.py`)) || exists(join(path, '__main__.py'))
}
