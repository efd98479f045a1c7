import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runProgram } from '../support/built-program.ts'
import { makeFolder } from '../support/folder.ts'
import { startServer } from '../support/mcp-client.ts'

const run = (...args: string[]) => runProgram(args)

it('imports the storages of a Crawlee folder for an agent, and exports them again', async () => {
  const dir = await makeFolder()
  const [storage, data, out] = [join(dir, 'storage'), join(dir, 'data'), join(dir, 'out')]
  await mkdir(join(storage, 'datasets/prices'), { recursive: true })
  await writeFile(join(storage, 'datasets/prices/000000001.json'), '{"sku":"a","price":3}')
  await mkdir(join(storage, 'key_value_stores/reports'), { recursive: true })
  await writeFile(join(storage, 'key_value_stores/reports/OUTPUT.json'), '{"done":true}')
  const imported = await run('import', storage, '--local', data)
  expect(imported).toMatchObject({ code: 0, stderr: '' })
  expect(imported.stdout).toMatch(
    /^dataset prices \(\w+\): 1 items\nkey-value store reports .* 1 rec/,
  )

  const { call, close } = await startServer({ args: [`--local=${data}`] })
  const { structured } = await call('list_dataset_items', { datasetId: '~prices' })
  expect(structured.items).toEqual([{ sku: 'a', price: 3 }])
  const held = await run('export', out, '--local', data)
  expect(held).toMatchObject({ code: 1, stdout: '' })
  expect(held.stderr).toMatch(/^apify-agent-tools: .*\n$/)
  await close()

  expect(await run('export', out, '--local', data)).toMatchObject({ code: 0, stderr: '' })
  const item = await readFile(join(out, 'datasets/prices/000000001.json'), 'utf8')
  expect(JSON.parse(item)).toEqual({ sku: 'a', price: 3 })
  const record = await readFile(join(out, 'key_value_stores/reports/OUTPUT.json'), 'utf8')
  expect(JSON.parse(record)).toEqual({ done: true })
})

it('reports in one line what is wrong with the command', async () => {
  const dir = await makeFolder()
  for (const args of [['import'], ['export', '--local', dir], ['import', dir, '--nope']]) {
    const { code, stderr } = await run(...args)
    expect({ code, lines: stderr.trimEnd().split('\n').length }).toEqual({ code: 2, lines: 1 })
  }
  const missing = await run('import', join(dir, 'nothing'), '--local', join(dir, 'data'))
  expect(missing).toMatchObject({ code: 1, stdout: '' })
  expect(missing.stderr).toContain('nothing')
})
