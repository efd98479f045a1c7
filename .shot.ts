import { startViewWorld } from './test/support/views/open-view.ts'
import { checkAccessibility } from './test/support/views/accessibility.ts'
const world = await startViewWorld()
try {
  for (const [name, tool, args] of [['list', 'search_actors', { query: '' }], ['actor', 'get_actor', { actorId: 'local/field-tester' }], ['readme', 'get_actor', { actorId: 'local/website-crawler', section: 'readme' }]] as const) {
    for (const [theme, width] of [['light', 800], ['dark', 400]] as const) {
      const v = await world.openView({ tool, args, theme, width })
      v.page.on('console', (m) => console.log('console', m.text()))
      v.page.on('pageerror', (m) => console.log('pageerror', m.message))
      await v.waitForEvents('result-sent')
      if (name === 'actor') await v.frame.getByRole('button', { name: 'Run…' }).waitFor({ timeout: 8000 }).catch((e) => console.log(String(e).slice(0, 200)))
      if (name === 'actor' && theme === 'light') {
        await v.frame.getByRole('button', { name: 'Run…' }).click()
        await v.frame.getByRole('alert').waitFor({timeout: 8000}).catch(e => console.log('noalert'))
        await v.frame.locator('summary', { hasText: 'More' }).click()
      }
      if (name === 'actor' && theme === 'dark') {
        await v.frame.getByLabel('Keyword').fill('tea')
        await v.frame.getByRole('button', { name: 'Run…' }).click()
        await v.frame.getByRole('alertdialog').waitFor({timeout: 8000}).catch(e => console.log('nodialog'))
      }
      console.log(name, theme, JSON.stringify(await checkAccessibility(v.frame), null, 1))
      await v.page.locator('#view iframe').screenshot({ path: `/tmp/shot-${name}-${theme}.png` })
      await v.close()
    }
  }
} finally { await world.close() }
