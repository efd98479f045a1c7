import { describe, expect, it } from 'vitest'
import { sources } from '../support/sources.ts'

/** The files that write to clients. The compiler lets them write only what the exit has made. */
const WRITERS = [
  'src/mcp/http/http-error.ts',
  'src/mcp/http/router.ts',
  'src/mcp/http/send-response.ts',
  'src/mcp/stdio/fast-start.ts',
  'src/mcp/stdio/output.ts',
  'src/mcp/stdio/transport.ts',
]
/** Writes the log of the server. */
const LOGGER = 'src/mcp/http/logger.ts'
/**
 * Hand standard output to the transport, or print what a person asked for. The process of the local
 * platform has another one, which only the server that started it reads.
 */
const OWNERS_OF_STDOUT = ['src/main.ts', 'src/app/serve.ts', 'src/local/process/main.ts']

/** Returns the files of some folders whose text matches. */
function filesWith(pattern: RegExp, folders: RegExp): string[] {
  return [...sources]
    .filter(([file, source]) => folders.test(file) && pattern.test(source))
    .map(([file]) => file)
    .sort()
}

describe('the exit to clients', () => {
  it('has the writers that this test names, and no other', () => {
    // `post.end` ends the requests of a POST, by their own transport.
    const writing = filesWith(/(?<!\bpost)\.(?:write|end)\((?!\))/, /^src\/mcp\//)
    expect(writing).toEqual([...WRITERS, LOGGER].sort())
  })

  it.each(WRITERS)('is what %s takes its texts from', (file) => {
    expect(sources.get(file)).toMatch(/from '\.\.\/\.\.\/exit\/to-client\.ts'/)
    expect(sources.get(file)).not.toMatch(/: (?:Writable|ServerResponse)\b/)
  })

  it('has no other way through standard output or the console', () => {
    expect(filesWith(/process\.stdout|\bconsole\.\w+\(/, /^(?:src|tools)\//)).toEqual(
      [...OWNERS_OF_STDOUT].sort(),
    )
  })

  it('makes its texts in one module', () => {
    expect(filesWith(/is ClientText\b/, /./)).toEqual(['src/exit/to-client.ts'])
  })
})
