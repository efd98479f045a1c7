import type { ViewPage } from './contract.ts'
import { bundleScript } from './host-server.ts'

/** Returns a view on the SDK's own `App`, as one page. */
export async function sampleView(): Promise<ViewPage> {
  const script = (await bundleScript('sample-view')).replaceAll('</script', '<\\/script')
  const head = '<meta charset="utf-8"><title>Sample</title>'
  return {
    html: `<!doctype html><html lang="en"><head>${head}</head><body><main></main><script type="module">${script}</script></body></html>`,
  }
}
