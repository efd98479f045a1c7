import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useHost } from '../use-host.ts'
import { webAddress } from '../web-address.ts'
import { CopyButton } from './copy.tsx'

/**
 * Opens an http(s) address through the host. Other addresses stay text. If the host opens no links or refuses this
 * one, the address is shown for copying.
 */
export function Link({ url, children }: { url: string; children?: ComponentChildren }) {
  const host = useHost()
  const [isRefused, setIsRefused] = useState(false)
  const address = webAddress(url)
  const text = children ?? url
  if (address === undefined) return <bdi class="data">{text}</bdi>
  const open = async () => setIsRefused(!(await host.openLink(address).catch(() => false)))
  if (!host.canOpenLinks || isRefused) {
    return (
      <span class="data">
        {children !== undefined && <bdi>{children} </bdi>}
        <bdi>{address}</bdi> <CopyButton text={address} label={`Copy ${address}`} />
      </span>
    )
  }
  return (
    <button type="button" class="plain data" title={address} onClick={() => void open()}>
      <bdi>{text}</bdi>
      <span class="hidden-text"> (opens in the browser)</span>
    </button>
  )
}
