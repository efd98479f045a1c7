import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'
import { z } from 'zod'

/** Matches the folder of the package that a file belongs to. */
const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/
/** Matches files with the license terms of a package. */
const TERMS = /^(?:licen[cs]e|copying|notice)/i

const RULE = `\n\n${'-'.repeat(80)}\n\n`

const packageJson = z.looseObject({ name: z.string(), version: z.string(), license: z.string() })

/**
 * Returns the license terms of all packages whose code is in the built files: whoever distributes
 * the code must include them. Terms that several packages share word for word appear once.
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
  return ['The files in this folder contain code of these packages.', ...parts, ''].join(RULE)
}

async function readNotice(folder: string): Promise<{ title: string; terms: string }> {
  const json = await readFile(join(folder, 'package.json'), 'utf8')
  const { name, version, license } = packageJson.parse(JSON.parse(json))
  const files = (await readdir(folder)).filter((file) => TERMS.test(file)).toSorted()
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  const terms = texts.map((text) => text.trim()).join('\n\n')
  return { title: `${name} ${version} (${license})`, terms: terms || `Its terms are ${license}.` }
}
