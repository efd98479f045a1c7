import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TOML_SETTINGS } from '../../../src/app/install/toml-settings.ts'
import { propertyRuns } from '../../support/property-runs.ts'

const ENTRY = { command: '/usr/bin/node', args: ['/x "y"/main.js'], env: { APIFY_TOKEN: 't' } }
const put = (text: string, entry: object = ENTRY) =>
  TOML_SETTINGS.put(text, 'mcp_servers', 'apify', entry)
const remove = (text: string) => TOML_SETTINGS.remove(text, 'mcp_servers', 'apify')

const TABLE = `[mcp_servers.apify]
command = "/usr/bin/node"
args = ["/x \\"y\\"/main.js"]

[mcp_servers.apify.env]
APIFY_TOKEN = "t"
`
/** Parts of settings, of which any may be there in this order. */
const PARTS = [
  '# my Codex\n',
  'model = "gpt-5"   # best\n',
  "notify = [ 'a',\n  'b', # two\n]\n",
  'big = 9007199254740993\nwhen = 2026-01-02T03:04:05Z\nratio = 1e3\n',
  '\n',
  '[projects."/home/u/x y"]\ntrust_level = "trusted"\n\n',
  '  [mcp_servers.docs]   # mine\n  url="https://example.com/mcp"\n\n',
  '[mcp_servers.files]\ncommand = "npx"\nargs = [ "-y", "files" ]\n',
  '[mcp_servers.files.env]\n# the key\nKEY = "1"\n',
  '[[hooks]]\nname = "a"\n[[hooks]]\nname = "b"\n',
  '# the end',
]
const settings = fc
  .tuple(fc.subarray(PARTS), fc.constantFrom('\n', '\r\n'))
  .map(([parts, eol]) => parts.join('').replaceAll('\n', eol))

describe('settings in TOML', () => {
  it('get a table at their end', () => {
    const before = PARTS.join('')
    expect(put(before)).toBe(`${before}\n\n${TABLE}`)
    expect(put('')).toBe(TABLE)
    expect(put('a = 1\r\n')).toBe(`a = 1\r\n\r\n${TABLE.replaceAll('\n', '\r\n')}`)
  })

  it.each([
    ['an inline table', 'mcp_servers = { a = { command = "x" } } # mine\nlast = 1\n'],
    ['dotted keys', 'mcp_servers.a.command = "x"\n[other]\nk = 1\n'],
    ['a table of all servers', '[mcp_servers]\na.command = "x"\n\n[other]\nk = 1\n'],
  ])('take the entry if the servers are in %s', (_, before) => {
    const after = put(before)
    expect(TOML_SETTINGS.read(after)).toMatchObject({
      mcp_servers: { a: { command: 'x' }, apify: ENTRY },
    })
    expect(put(after)).toBe(after)
    expect(remove(after)).toBe(before)
  })

  it('change only the keys that differ, and keep what a person added', () => {
    const before = `${TABLE.replace('/usr/bin/node"', '/old/node" # my node')}PROXY = "p"\n\n[z]\na=1\n`
    const after = put(before)
    expect(after).toBe(before.replace('/old/node', '/usr/bin/node'))
  })

  it.each([
    ['model = \n', /^is not valid TOML: expected value, reached EOF, line 1$/],
    ['a = 1\n\na = 2 # secret\n', /^is not valid TOML: value already defined for a, line 3$/],
    ['[mcp_servers\n', /expected table closing/],
    ['{"mcpServers": {}}', /is not valid TOML/],
  ])('are refused if they are broken: %j', (text, problem) => {
    expect(() => TOML_SETTINGS.read(text)).toThrow(problem)
    expect(() => put(text)).toThrow(problem)
  })

  it('keep their text while the entry is there, and their values and comments after it', () => {
    const comments = (text: string) => text.match(/# [\w ]+/g) ?? []
    fc.assert(
      fc.property(settings, (text) => {
        const after = put(text)
        expect(after.startsWith(text)).toBe(true)
        expect(put(after)).toBe(after)
        const left = remove(after)
        expect(TOML_SETTINGS.read(left)).toEqual(TOML_SETTINGS.read(text))
        expect(comments(left)).toEqual(comments(text))
      }),
      propertyRuns(200),
    )
  })
})
