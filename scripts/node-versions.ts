import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { installOnce } from './install-once.ts'

/** The folder whose packages are versions of Node, such as `node-24`. */
const FOLDER = fileURLToPath(new URL('../test/nodes', import.meta.url))

/** Returns the major versions of Node that the tests run on, beside the one that is installed. */
export function nodeMajors(): string[] {
  const file = JSON.parse(readFileSync(join(FOLDER, 'package.json'), 'utf8'))
  const { dependencies } = z.object({ dependencies: z.record(z.string(), z.string()) }).parse(file)
  return Object.keys(dependencies).map((name) => name.replace(/^node-/, ''))
}

/** Returns the path of the program of a major version, once it is installed. */
export function nodePath(major: string): string {
  return join(FOLDER, 'node_modules', `node-${major}`, 'bin/node')
}

/** Installs all versions, if they are not installed yet. */
export function installNodes(): void {
  installOnce(FOLDER)
}
