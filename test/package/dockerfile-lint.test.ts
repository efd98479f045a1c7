import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ValidationSeverity, type ValidatorSettings, validate } from 'dockerfile-utils'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../support/root.ts'

const TEMPLATES = 'src/app/init/templates'

const files = [
  'Dockerfile',
  ...readdirSync(join(ROOT, TEMPLATES)).map((name) => `${TEMPLATES}/${name}/Dockerfile`),
]

/** Everything that the linter knows. */
const STRICT: ValidatorSettings = {
  deprecatedMaintainer: ValidationSeverity.ERROR,
  directiveCasing: ValidationSeverity.ERROR,
  emptyContinuationLine: ValidationSeverity.ERROR,
  instructionCasing: ValidationSeverity.ERROR,
  instructionCmdMultiple: ValidationSeverity.ERROR,
  instructionEntrypointMultiple: ValidationSeverity.ERROR,
  instructionHealthcheckMultiple: ValidationSeverity.ERROR,
  instructionJSONInSingleQuotes: ValidationSeverity.ERROR,
  instructionWorkdirRelative: ValidationSeverity.ERROR,
}

/** Returns what the linter says about a Dockerfile, each with its line. */
const lint = (text: string) =>
  validate(text, STRICT).map(({ message, range }) => `${range.start.line + 1}: ${message}`)

describe('the linter of Dockerfiles', () => {
  it.each(files)('finds nothing in %s', (path) => {
    expect(lint(readFileSync(join(ROOT, path), 'utf8'))).toEqual([])
  })

  it('finds what is wrong', () => {
    const text = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
    const wrong = [
      [/^EXPOSE 3000$/m, 'EXPOSE http'],
      [/--interval=30s/, '--interval=30'],
      [/^WORKDIR \/app$/m, 'WORKDIR app'],
      [/^USER node$/m, 'USERS node'],
      [/^ENTRYPOINT .*$/m, "ENTRYPOINT ['sh']"],
    ] as const
    for (const [right, instead] of wrong) {
      const line = text.slice(0, text.search(right)).split('\n').length
      expect(lint(text.replace(right, instead)), instead).toEqual([
        expect.stringMatching(new RegExp(`^${line}: `)),
      ])
    }
  })
})
