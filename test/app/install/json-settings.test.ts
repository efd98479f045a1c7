import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JSON_SETTINGS } from '../../../src/app/install/json-settings.ts'
import { commentsOf, jsonSettings } from '../../support/install/settings-texts.ts'
import { propertyRuns } from '../../support/property-runs.ts'

const ENTRY = { command: '/usr/bin/node', args: ['/x y/dist/main.js'], env: { APIFY_TOKEN: 't' } }
const put = (text: string, entry: object = ENTRY) =>
  JSON_SETTINGS.put(text, 'mcpServers', 'apify', entry)
const remove = (text: string) => JSON_SETTINGS.remove(text, 'mcpServers', 'apify')

describe('settings in JSON', () => {
  it('keep their style, and every comment in its place', () => {
    const before = `// mine
{
\t"theme": "dark", // the theme
\t"mcpServers": {
\t\t"a": { "command": "x" }, // first
\t\t"b": { "command": "y" } // last, really
\t\t/* the end */
\t}
}
`
    const after = put(before)
    expect(after).toBe(`// mine
{
\t"theme": "dark", // the theme
\t"mcpServers": {
\t\t"a": { "command": "x" }, // first
\t\t"b": { "command": "y" }, // last, really
\t\t/* the end */
\t\t"apify": {
\t\t\t"command": "/usr/bin/node",
\t\t\t"args": [
\t\t\t\t"/x y/dist/main.js"
\t\t\t],
\t\t\t"env": {
\t\t\t\t"APIFY_TOKEN": "t"
\t\t\t}
\t\t}
\t}
}
`)
    expect(remove(after)).toBe(before)
  })

  it.each([
    ['nothing', '', '{\n  "mcpServers": {'],
    ['a comment alone', '// none yet\n', '// none yet\n{\n  "mcpServers": {'],
    ['an empty object', '{}', '{\n  "mcpServers": {'],
    ['no servers', '{\n    "x": 1\n}\n', '{\n    "x": 1,\n    "mcpServers": {\n        "apify": {'],
    ['an empty map', '{\n  "mcpServers": {}\n}', '{\n  "mcpServers": {\n    "apify": {'],
    [
      'one line',
      '{"mcpServers":{"a":{"url":"u"}}}',
      '{"mcpServers":{"a":{"url":"u"}, "apify": { "c',
    ],
    ['a last comma', '{\n "mcpServers": {\n  "a": {},\n },\n}', '"a": {},\n  "apify": {'],
  ])('take the entry if there is %s', (_, before, part) => {
    const after = put(before)
    expect(after).toContain(part)
    expect(JSON_SETTINGS.read(after)).toMatchObject({ mcpServers: { apify: ENTRY } })
    expect(put(after)).toBe(after)
  })

  it('change only the keys that differ, and keep what a person added', () => {
    const before = `{
  "mcpServers": {
    "apify": {
      "command": "/old/node", // my node
      "args": ["/x y/dist/main.js", "--read-only"],
      "disabled": false,
      "env": { "APIFY_TOKEN": "old", "HTTPS_PROXY": "p" }
    }
  }
}`
    expect(put(before)).toBe(
      before
        .replace('/old/node', '/usr/bin/node')
        .replace(', "--read-only"', '')
        .replace('"old"', '"t"'),
    )
  })

  it.each([
    ['{"mcpServers": {', /^is not valid JSON: close brace expected, line 1, column 17$/],
    ['{\n "a": 1\n "b": 2 }', /comma expected, line 3, column 2/],
    ['{"a": }', /value expected/],
    ['[]', /^is not a JSON object$/],
    ['"text"', /^is not a JSON object$/],
    ['{} {}', /end of file expected/],
    ["{'a': 1}", /is not valid JSON/],
  ])('are refused if they are broken: %j', (text, problem) => {
    expect(() => JSON_SETTINGS.read(text)).toThrow(problem)
    expect(() => put(text)).toThrow(problem)
  })

  it('are the same to the byte after the entry came and went, if there are other servers', () => {
    fc.assert(
      fc.property(jsonSettings('mcpServers', 1), ({ text, values }) => {
        expect(JSON_SETTINGS.read(text)).toEqual(values)
        const after = put(text)
        expect(commentsOf(after)).toEqual(commentsOf(text))
        expect(put(after)).toBe(after)
        expect(remove(after)).toBe(text)
      }),
      propertyRuns(300),
    )
  })

  it('have the same values and comments after it, if there are none', () => {
    fc.assert(
      fc.property(jsonSettings('mcpServers', 0), ({ text, values }) => {
        const after = put(text)
        expect(commentsOf(after)).toEqual(commentsOf(text))
        const left = remove(after)
        expect(JSON_SETTINGS.read(left)).toEqual({ mcpServers: {}, ...values })
        expect(commentsOf(left)).toEqual(commentsOf(text))
      }),
      propertyRuns(300),
    )
  })
})
