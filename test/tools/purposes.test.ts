import { describe, expect, it } from 'vitest'
import { buildToolCatalog } from '../../src/mcp/build-tool-catalog.ts'
import { tools } from '../../tools/index.ts'

describe('the purpose of a tool', () => {
  it.each(tools.map(({ name, purpose }) => [name, purpose] as const))(
    'of %s has one to six words: %s',
    (_, purpose) => {
      expect(purpose?.split(' ').length).toBeLessThanOrEqual(6)
      expect(purpose).toMatch(/^[A-Z].*[^.\s]$/)
    },
  )

  it('is that of no other tool', () => {
    expect(new Set(tools.map(({ purpose }) => purpose)).size).toBe(tools.length)
  })

  it('is not in what clients get', () => {
    expect(JSON.stringify(buildToolCatalog(tools))).not.toContain('"purpose"')
  })
})
