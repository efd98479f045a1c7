import { describe, expect, it } from 'vitest'
import { sources } from '../support/sources.ts'

/** Matches comments, strings and regular expressions, which are not code. */
const NOT_CODE =
  /\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|(?<=[(=:,[!&|?{};\n]\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n*[])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])*\/[a-z]*/g
/** Matches imports and exports, in which `as` renames. */
const RENAMES =
  /(?:^|\n)(?:import|export)\s+(?:type\s+)?(?:\*\s+as\s+\w+|\{[^}]*\}|\w+,\s*\{[^}]*\})/g
/** Matches the text between the tags of JSX. */
const JSX_TEXT = /(?<=[>}])[^<>{}();=]*(?=[<{])/g

function codeLines(file: string, source: string): string[] {
  const code = source.replace(NOT_CODE, '""').replace(RENAMES, '')
  return (file.endsWith('.tsx') ? code.replace(JSX_TEXT, '') : code).split('\n')
}

function findLines(pattern: RegExp): string[] {
  return [...sources].flatMap(([file, source]) =>
    codeLines(file, source)
      .filter((line) => pattern.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  )
}

describe('the code', () => {
  it('has no casts except `as const`', () => {
    expect(findLines(/\bas\s+(?!const\b)[\w{[("]/)).toEqual([])
  })

  it('has no `any` and no `!`', () => {
    expect(findLines(/[:<|&(,=]\s*any\b(?!\s*[(:.])/)).toEqual([])
    expect(findLines(/[\w)\]]!(?:[.,;)\]]|$)/)).toEqual([])
  })

  it('names each tool file after its tool', () => {
    for (const [file, source] of sources) {
      const [, name] = /^tools\/(?:actors|runs|storage)\/(\w+)\.ts$/.exec(file) ?? []
      if (name !== undefined) expect(source, file).toContain(`name: '${name}'`)
    }
  })
})
