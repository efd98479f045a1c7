import { privateHost } from '../../../src/tool-call/private-host.ts'
import type { Settings } from '../../../src/tool-call/tool.ts'

/**
 * Returns a sentence for a webhook that cannot arrive: Apify's servers send it, and they reach neither
 * this machine nor its network. The local platform reaches both.
 */
export function webhookNote(
  webhookUrl: string | undefined,
  { mode }: Pick<Settings, 'mode'>,
): string | undefined {
  const host = webhookUrl === undefined || mode === 'local' ? undefined : privateHost(webhookUrl)
  if (host === undefined) return undefined
  return `Apify cannot reach ${host.slice(0, 60)}, an address of this machine or of a private network, so the webhook will not arrive.`
}
