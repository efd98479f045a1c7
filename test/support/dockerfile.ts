import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ROOT } from './root.ts'

export interface Instruction {
  name: string
  rest: string
}

/** Parses the instructions of a Dockerfile. Drops comments and joins continued lines. */
function instructionsOf(text: string): Instruction[] {
  return text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^([A-Z]+) +(.*)$/.exec(line) ?? []
      return { name, rest: rest.trim() }
    })
}

/** The instructions of the Dockerfile of this package. */
export const INSTRUCTIONS = instructionsOf(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'))
const lastFrom = INSTRUCTIONS.map(({ name }) => name).lastIndexOf('FROM')
export const BUILD_STAGE = INSTRUCTIONS.slice(0, lastFrom)
export const LAST_STAGE = INSTRUCTIONS.slice(lastFrom)

/** The paths that .dockerignore leaves in the build context. It first excludes everything. */
export const BUILD_CONTEXT = readFileSync(join(ROOT, '.dockerignore'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1))

/** Returns what the COPY instructions take from the build context. */
export function copiedBy(stage: readonly Instruction[]): { sources: string[]; target: string }[] {
  return stage
    .filter(({ name, rest }) => name === 'COPY' && !rest.startsWith('--from='))
    .map(({ rest }) => {
      const paths = rest.split(' ')
      return { sources: paths.slice(0, -1), target: paths.at(-1) ?? '' }
    })
}

/** Returns the words of an instruction in exec form in the last stage. */
export function wordsOf(name: string): string[] {
  const { rest = '' } = LAST_STAGE.find((entry) => entry.name === name) ?? {}
  return z.array(z.string()).parse(JSON.parse(rest.slice(rest.indexOf('['))))
}

/** Returns the variables that the last stage sets. */
export function variablesOf(): Record<string, string> {
  const pairs = LAST_STAGE.filter(({ name }) => name === 'ENV').map(({ rest }) => rest.split('='))
  return Object.fromEntries(pairs)
}
