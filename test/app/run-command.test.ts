import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/config/commands.ts'
import { flagGroups } from '../../src/config/flag-groups.ts'
import { runAlone } from '../support/built-program.ts'
import { startRaw } from '../support/raw-server.ts'

describe('a word that is no command', () => {
  it.each([
    [
      'exprot',
      'Unknown command "exprot". Did you mean export? The commands are install, uninstall, init, ',
    ],
    ['purne', 'Did you mean prune?'],
    ['--hepl', 'Unknown argument "--hepl". Did you mean --help?'],
    ['read-only', 'Unknown command "read-only". Did you mean --read-only?'],
    ['serve', 'Unknown command "serve". The commands are install, '],
    ['constructor', 'Unknown command "constructor". The commands are'],
  ])('is reported in one line with exit code 2: %s', async (word, message) => {
    const { code, stdout, stderr } = await runAlone([word])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^apify-agent-tools: [^\n]+\n$/)
    expect(stderr).toContain(message)
  })
})

describe('help and version', () => {
  it.each([
    ['help', '--help'],
    ['version', '--version'],
  ])('%s prints what %s prints', async (word, flag) => {
    const said = await runAlone([word])
    expect(said).toEqual(await runAlone([flag]))
    expect(said).toMatchObject({ code: 0, stderr: '' })
  })

  it('has each command, each group of flags, and two examples', async () => {
    const { stdout } = await runAlone(['help'])
    for (const { name, describe } of COMMANDS) {
      expect(stdout).toContain(`\n  apify-agent-tools ${name}`)
      expect(stdout).toContain(`\n      ${describe}\n`)
    }
    for (const { title } of flagGroups()) expect(stdout).toContain(`\n\n${title}\n  --`)
    expect(
      stdout
        .split('\nExamples\n')[1]
        ?.split('\n\n')[0]
        ?.match(/^ {2}\S/gm),
    ).toHaveLength(2)
  })

  it('has examples that start', async () => {
    const { stdout } = await runAlone(['help'])
    const examples = [...stdout.matchAll(/^ {2}(?:APIFY_TOKEN=… )?apify-agent-tools (--.*)$/gm)]
      .map(([, flags = '']) => flags.split(' '))
      .filter((flags) => !flags.includes('[flags]'))
    expect(examples).toHaveLength(2)
    for (const flags of examples)
      expect(await runAlone(flags, { APIFY_TOKEN: 'a' })).toEqual({
        code: 0,
        stdout: '',
        stderr: '',
      })
  })
})

it.each(['--help', '--version', '--print-config'])('%s may be printed to nobody', async (flag) => {
  const { child, exited } = await startRaw({ args: [flag] })
  child.stdout.destroy()
  expect(await exited).toEqual({ code: 0, signal: null, stderr: '', stray: [] })
})
