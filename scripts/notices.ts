import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'
import { z } from 'zod'

/** The folder of the package that a file is of, its name last. */
const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/
/** Files that hold the terms under which a package may be passed on. */
const TERMS = /^(?:licen[cs]e|copying|notice)/i

const RULE = `\n\n${'-'.repeat(80)}\n\n`

const described = z.looseObject({ name: z.string(), version: z.string(), license: z.string() })

/**
 * The terms of all packages whose code stands in the built files: who passes the code on, as this
 * package does, passes them on as well. Terms that several packages share word for word stand once.
 */
export async function collectNotices(metafiles: readonly Metafile[]): Promise<string> {
  const folders = new Set<string>()
  for (const output of metafiles.flatMap(({ outputs }) => Object.values(outputs))) {
    for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
      const [folder] = (bytesInOutput > 0 && PACKAGE.exec(path)) || []
      if (folder) folders.add(folder)
    }
  }
  const notices = new Map<string, Set<string>>()
  for (const { title, terms } of await Promise.all([...folders].toSorted().map(readNotice))) {
    notices.set(terms, (notices.get(terms) ?? new Set()).add(title))
  }
  const parts = [...notices].map(([terms, titles]) => `${[...titles].join('\n')}\n\n${terms}`)
  return ['The files of this folder contain code of these packages.', ...parts, ''].join(RULE)
}

async function readNotice(folder: string): Promise<{ title: string; terms: string }> {
  const json = await readFile(join(folder, 'package.json'), 'utf8')
  const { name, version, license } = described.parse(JSON.parse(json))
  const files = (await readdir(folder)).filter((file) => TERMS.test(file)).toSorted()
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  const terms = texts.map((text) => text.trim()).join('\n\n')
  return { title: `${name} ${version} (${license})`, terms: terms || `Its terms are ${license}.` }
}
