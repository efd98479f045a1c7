import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import { runInstallCommand } from '../../../src/app/install/install-command.ts'
import { runUninstallCommand } from '../../../src/app/install/uninstall-command.ts'
import { makeFolder } from '../../support/folder.ts'
import { jsonSettings } from '../../support/install/settings-texts.ts'
import { STARTED_BY } from '../../support/install/started-by.ts'
import { propertyRuns } from '../../support/property-runs.ts'
import { MAIN } from '../../support/server-options.ts'

const STARTED = { execPath: process.execPath, script: MAIN }

afterEach(() => vi.unstubAllEnvs())

it('uninstall gives back every file that install changed, byte for byte', async () => {
  const mark = fc.constantFrom('', '\uFEFF')
  const token = fc.constantFrom(undefined, 'apify_api_0123456789abcdef')
  const property = fc.asyncProperty(
    jsonSettings('mcpServers', 0),
    mark,
    token,
    async ({ text }, bom, APIFY_TOKEN) => {
      const home = await makeFolder('home-')
      vi.stubEnv('HOME', home)
      vi.stubEnv('USERPROFILE', home)
      await mkdir(join(home, '.cursor'))
      const file = join(home, '.cursor', 'mcp.json')
      await writeFile(file, bom + text)
      await runInstallCommand(['cursor'], STARTED, { APIFY_TOKEN })
      expect(await readFile(file, 'utf8')).toContain(JSON.stringify(STARTED_BY.args.at(-1)))
      await runInstallCommand(['cursor', '--', '--read-only'], STARTED, {})
      await runUninstallCommand(['cursor'], STARTED, {})
      expect(await readFile(file, 'utf8')).toBe(bom + text)
    },
  )
  await fc.assert(property, propertyRuns(60))
})
