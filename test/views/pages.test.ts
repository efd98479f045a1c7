import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../support/root.ts'

const FOLDER = join(ROOT, 'dist/views')
const pages = readdirSync(FOLDER).filter((name) => name.endsWith('.html'))

describe('the built pages', () => {
  it('are those of the four views at least', () => {
    expect(pages).toEqual(
      expect.arrayContaining(['actor.html', 'dataset.html', 'record.html', 'run.html']),
    )
  })

  describe.each(pages)('%s', (name) => {
    const page = readFileSync(join(FOLDER, name), 'utf8')

    it('is one file below 1 MiB, with at most 60 kB of script', () => {
      const [, script = ''] = /<script type="module">([\s\S]*)<\/script>/.exec(page) ?? []
      expect(Buffer.byteLength(page)).toBeLessThan(2 ** 20)
      expect(Buffer.byteLength(script)).toBeGreaterThan(1000)
      expect(Buffer.byteLength(script)).toBeLessThanOrEqual(60_000)
      expect(page.match(/<script/g)).toHaveLength(1)
    })

    it('loads nothing, evaluates nothing and stores nothing', () => {
      const head = page.slice(0, page.indexOf('<script'))
      expect(head).not.toMatch(/<link|<base|@import|url\((?!["']?data:)/)
      expect(page).not.toMatch(/\beval\(|new Function|\bimport\(|\bfrom\s*["']https?:/)
      expect(page).not.toMatch(/\b(?:local|session)Storage\b|indexedDB|document\.cookie/)
    })
  })
})
