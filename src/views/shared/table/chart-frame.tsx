import { useEffect, useRef, useState } from 'preact/hooks'
import type { Host } from '../host.ts'
import type { HostContext } from '../host-context.ts'
import { Peer } from '../json-rpc.ts'
import { ErrorLine, Status } from '../parts/status.tsx'
import { useHost } from '../use-host.ts'
import { listOf, messageOf, numberOf, recordOf, textOf } from '../values.ts'
import { openFramePort } from '../window-port.ts'

interface ChartFrameProps {
  columns: readonly string[]
  rows: readonly (readonly unknown[])[]
}

/**
 * Draws rows as a chart in a frame. The chart is a page of its own, which the server has; this view is its host and
 * speaks the messages of MCP Apps with it.
 */
export function ChartFrame({ columns, rows }: ChartFrameProps) {
  const host = useHost()
  const frame = useRef<HTMLIFrameElement>(null)
  const [peer, setPeer] = useState<Peer>()
  const { page, error } = useChartPage(host)
  const { context } = host
  useEffect(() => {
    const element = frame.current
    if (!element || page === undefined) return undefined
    const made = new Peer(openFramePort(element), {
      requests: {
        'ui/initialize': () => ({ hostCapabilities: {}, hostContext: rawContext(host.context) }),
      },
      notifications: {
        'ui/notifications/initialized': () => setPeer(made),
        'ui/notifications/size-changed': ({ height }) => {
          element.style.height = `${numberOf(height) ?? 0}px`
        },
      },
    })
    // Only now, so that none of its messages is missed.
    element.srcdoc = page
    return () => made.close()
  }, [page])
  useEffect(() => {
    peer?.notify('ui/notifications/tool-result', { structuredContent: { columns, rows } })
  }, [peer, columns, rows])
  useEffect(() => {
    peer?.notify('ui/notifications/host-context-changed', rawContext(context))
  }, [peer, context])
  return (
    <>
      <Status>{!peer && error === undefined && 'Loading the chart…'}</Status>
      <ErrorLine text={error} />
      {page !== undefined && (
        <iframe ref={frame} class="chart-frame" title="Chart" sandbox="allow-scripts" />
      )}
    </>
  )
}

/** Reads the page of the chart when it is first wanted. */
function useChartPage(host: Host) {
  const [state, setState] = useState<{ page?: string | undefined; error?: string }>({})
  useEffect(() => {
    host
      .readResource(__CHART__, { signal: host.ended })
      .then(({ contents }) => setState({ page: textOf(recordOf(listOf(contents)[0]).text) ?? '' }))
      .catch((failure) => setState({ error: messageOf(failure) }))
  }, [host])
  return state
}

/** Returns what the host says about this view, for the page in it. */
function rawContext(context: HostContext): Record<string, unknown> {
  const { theme, variables, fonts, locale, timeZone } = context
  return { theme, styles: { variables, css: { fonts } }, locale, timeZone }
}
