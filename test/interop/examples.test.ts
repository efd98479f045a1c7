import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { ROOT } from '../support/root.ts'
import { runCommand } from './command.ts'

const EXAMPLES = join(ROOT, 'examples')

it('the examples match the types of their packages', async () => {
  // Next to `node_modules`, so that the examples find their packages.
  const folder = await mkdtemp(fileURLToPath(new URL('.examples-', import.meta.url)))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const names = (await readdir(EXAMPLES)).filter((name) => name.endsWith('.ts'))
  await Promise.all(names.map((name) => copyFile(join(EXAMPLES, name), join(folder, name))))
  const files = names.map((name) => join(folder, name))
  expect(files.length).toBeGreaterThan(0)
  const tsc = [process.execPath, join(ROOT, 'node_modules/typescript/bin/tsc')]
  const options = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node']
  const command = [...tsc, '--ignoreConfig', '--noEmit', '--skipLibCheck', ...options, ...files]
  const { PATH = '' } = process.env
  const { code, stdout } = await runCommand(command, { env: { PATH }, cwd: folder })
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
})
