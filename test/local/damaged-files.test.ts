import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder as makeDataFolder } from '../../src/local/files.ts'
import { isId, stableId } from '../../src/local/ids.ts'
import { pruneRuns } from '../../src/local/index.ts'
import { RunStore } from '../../src/local/runs/run-store.ts'
import { openStorages } from '../../src/local/storage/open-storages.ts'
import { makeFolder } from '../support/folder.ts'
import { writeRuns } from '../support/local-platform/data-folder.ts'

const id = (name: string) => stableId('run', name)
const FIRST = { offset: 0, limit: 10, desc: true }
const ALL = { keepRuns: 0, dryRun: false }

/** Writes a good run and one whose files say that it is somewhere else, or nothing that can be read. */
async function writeBeside(change: (json: string) => string) {
  const root = await makeFolder()
  const precious = join(root, 'precious')
  await mkdir(precious)
  await writeFile(join(precious, 'file'), 'mine')
  const dir = join(root, 'data')
  const [good, bad] = await writeRuns(dir, [{ id: id('good') }, { id: id('bad') }])
  if (!good || !bad) throw new Error('The runs were not written.')
  const files = [
    join(dir, 'runs', bad.id, 'run.json'),
    join(dir, 'datasets', bad.defaultDatasetId, 'storage.json'),
  ]
  for (const file of files) await writeFile(file, change(await readFile(file, 'utf8')))
  return { dir, precious, good, bad, files }
}

const elsewhere = (json: string) => JSON.stringify({ ...JSON.parse(json), id: '../../precious' })

test.each<[string, (json: string) => string]>([
  ['that is cut', (json) => json.slice(0, 20)],
  ['of something else', () => '{}'],
  ['with an id that leads elsewhere', elsewhere],
])(
  'a file %s leaves out one run and one storage, and the operator hears of it',
  async (_, change) => {
    const { dir, good, bad, files } = await writeBeside(change)
    const told: string[] = []
    const tell = (error: Error) => void told.push(error.message)
    const store = new RunStore(join(dir, 'runs'), tell)
    expect((await store.page({}, FIRST)).items.map((run) => run.id)).toEqual([good.id])
    expect(await store.get(bad.id)).toBeUndefined()
    const { datasets } = await openStorages(dir, tell)
    const listed = (await datasets.page({ unnamed: true }, FIRST)).items.map(
      (one) => one.properties.id,
    )
    expect(listed).toContain(good.defaultDatasetId)
    expect(listed).not.toContain(bad.defaultDatasetId)
    for (const file of files) expect(told.join('\n')).toContain(`${file} is damaged and left out: `)
  },
)

test('nothing outside is removed, whatever the files of a run and a dataset say', async () => {
  const { dir, precious, good, bad } = await writeBeside(elsewhere)
  expect(await pruneRuns(dir, ALL)).toMatchObject({ runs: 1 })
  expect(await readdir(precious)).toEqual(['file'])
  expect((await readdir(join(dir, 'runs'))).filter(isId)).toEqual([bad.id])
  expect(await readdir(join(dir, 'datasets'))).not.toContain(good.defaultDatasetId)
})

test.each(['runs', 'pruning', 'datasets'])(
  'nothing is removed through a link for %s',
  async (name) => {
    const dir = await makeFolder()
    const other = await makeFolder()
    await mkdir(join(other, id('theirs')))
    if (name !== 'runs') await mkdir(join(dir, 'runs'))
    await symlink(other, join(dir, name))
    await expect(pruneRuns(dir, ALL)).rejects.toThrow(
      /is a link, and nothing is removed through links/,
    )
    expect(await readdir(other)).toEqual([id('theirs')])
  },
)

test.skipIf(process.platform !== 'linux')(
  'a folder that the system does not make is an error',
  async () => {
    await expect(makeDataFolder('/proc/none/deeper')).rejects.toThrow(/ENOENT/)
  },
)
