import { describe, expect, it } from 'vitest'
import { freePort } from '../../support/free-port.ts'
import { HAS_IMAGE, makeImage } from '../../support/image.ts'
import { blocksFor } from './blocks.ts'

const IMAGE = 'apify-agent-tools'
/** The options of `docker run` that take a value. */
const WITH_VALUE = ['-e', '-p', '-v']

const commands = blocksFor('repository/docs/docker.test.ts').flatMap(({ path, code }) =>
  code.split('\n').map((command) => ({ path, command })),
)

/** Splits `docker run` into its options and what the entry point gets. */
function partsOf(command: string) {
  const words = command.split(' ').slice(2)
  const at = words.indexOf(IMAGE)
  const valuesOf = (option: string) =>
    words.slice(0, at).filter((_, index) => words[index - 1] === option)
  const options = words
    .slice(0, at)
    .filter((word, index) => word.startsWith('-') && !WITH_VALUE.includes(words[index - 1] ?? ''))
  return { at, options, valuesOf, args: words.slice(at + 1) }
}

describe.runIf(HAS_IMAGE)('commands of docker', () => {
  it('are there for one client, for many, and for the local platform', () => {
    expect(commands.length).toBeGreaterThanOrEqual(3)
  })

  it.each(commands)('of $path work without an engine: $command', async ({ command }) => {
    const { at, options, valuesOf, args } = partsOf(command)
    expect(command).toMatch(/^docker run /)
    expect(at, `it names ${IMAGE}`).toBeGreaterThan(0)
    const known = ['-i', '--rm', '--init', ...WITH_VALUE]
    expect(options.filter((option) => !known.includes(option))).toEqual([])
    const image = await makeImage()
    if (!args.includes('--http')) {
      // Without -i, Docker closes the standard input.
      expect(options).toContain('-i')
      const passed = valuesOf('-e').map((name) => [name, 'a-token'])
      const mode = passed.length > 0 ? 'cloud' : 'local'
      const env = { ...Object.fromEntries(passed), APIFY_API_BASE_URL: 'http://127.0.0.1:9' }
      const { call, client } = await image.connect(args, env)
      expect((await client.listTools()).tools.length).toBeGreaterThan(0)
      // Nothing answers there; a server in the cloud mode asks it.
      expect((await call('whoami')).isError).toBe(mode === 'cloud')
      for (const volume of valuesOf('-v')) expect(volume).toMatch(/:\/data$/)
      return
    }
    const port = await freePort()
    const { base } = await image.serve([...args, `--port=${port}`])
    expect(valuesOf('-p')).toEqual(['3000:3000'])
    expect((await fetch(`${base}/healthz`)).status).toBe(200)
  })
})
