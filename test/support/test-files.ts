import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './root.ts'

/** Returns the text of each test file by its path from the root, with slashes. */
export function readTestFiles(): Map<string, string> {
  const paths = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts') && !path.includes('node_modules'))
    .map((path) => join('test', path).replaceAll('\\', '/'))
  return new Map(paths.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]))
}
