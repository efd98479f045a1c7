import { execFile } from 'node:child_process'
import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { startDemoSite } from '../../../scripts/demo-site.ts'
import { makeFolder } from '../../support/folder.ts'
import { environment } from '../../support/package-checks.ts'
import { ROOT } from '../../support/root.ts'
import { CLONE } from './attach.ts'
import { blocksFor } from './blocks.ts'

/** Copies what a clone has after `npm ci && npm run build`, but for the packages that only its tests need. */
async function makeClone(): Promise<string> {
  const clone = join(await makeFolder('clone-'), 'apify-agent-tools')
  for (const path of ['package.json', 'dist'])
    await cp(join(ROOT, path), join(clone, path), { recursive: true })
  return clone
}

it.each(blocksFor('repository/docs/embedding.test.ts'))(
  'the commands of $path crawl a site in a project of their own',
  async ({ code }) => {
    const site = await startDemoSite()
    onTestFinished(() => site.close())
    const project = await makeFolder('project-')
    await writeFile(join(project, 'package.json'), '{ "private": true }\n')
    await cp(join(ROOT, 'examples/embed/crawl.mjs'), join(project, 'crawl.mjs'))
    const script = code
      .replaceAll(CLONE, await makeClone())
      .replaceAll('https://example.com', site.url)
    expect(script).toContain(site.url)
    const env = { ...(await environment()), npm_config_offline: 'true', npm_config_audit: 'false' }
    const run = promisify(execFile)('sh', ['-ec', script], { cwd: project, env })
    expect((await run).stdout).toContain(`"url":"${site.url}"`)
  },
)
