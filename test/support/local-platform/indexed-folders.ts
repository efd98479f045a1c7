import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readJson, writeJson } from '../../../src/local/files.ts'
import { ALL } from '../../../src/local/folder-index/entry-groups.ts'
import { FolderIndex } from '../../../src/local/folder-index/folder-index.ts'
import { stableId } from '../../../src/local/ids.ts'
import { makeFolder } from '../folder.ts'

const entry = z.object({ id: z.string(), at: z.string(), name: z.string() })

type Entry = z.infer<typeof entry>

/** The names of the folders that `makeIndexed` writes, oldest first. */
export const NAMES = ['one', 'two', 'three', 'four']

/** Folders whose names are the ids of texts, and what reads them. */
export async function makeFolders() {
  const root = await makeFolder()
  const [file, read] = [join(root, 'index.jsonl'), [] as string[]]
  const entryOf = (name: string, text = name): Entry => ({
    id: stableId('folder', name),
    at: `2030-01-0${1 + NAMES.indexOf(name)}`,
    name: text,
  })
  const fileOf = (id: string) => join(root, id, 'entry.json')
  /** Changes what the folder itself says. */
  const write = async (one: Entry) => {
    await mkdir(join(root, one.id), { recursive: true })
    await writeJson(fileOf(one.id), one)
  }
  const readEntry = async (id: string) => entry.optional().parse(await readJson(fileOf(id)))
  /** @param onRead is waited for after each read */
  const open = (onRead = async (_: string) => {}) => {
    read.length = 0
    return new FolderIndex<Entry, Entry>({
      root,
      file: 'entry.json',
      entry,
      groupsOf: () => [],
      read: async (id) => {
        const found = await readEntry(id)
        read.push(found?.name ?? id)
        await onRead(id)
        return found
      },
      open: readEntry,
      entryOf: (one) => one,
      isLasting: ({ name }) => name !== 'open',
    })
  }
  /** Returns the names that a new index lists, and those that it had to read. */
  const look = async (index = open()) => {
    const names = (await index.entries()).list(ALL).map(({ name }) => name)
    await index.settle()
    return { names, read: [...read] }
  }
  const lineCount = async () => (await readFile(file, 'utf8')).trim().split('\n').length
  return { root, file, fileOf, entryOf, write, open, look, lineCount }
}

/** Writes all folders, so that the index has them. */
export async function makeIndexed() {
  const made = await makeFolders()
  const index = made.open()
  for (const name of NAMES) {
    await made.write(made.entryOf(name))
    index.store(made.entryOf(name))
  }
  await index.settle()
  return made
}
