/**
 * The sandbox proxy, on an origin of its own. It shows a view in an inner frame and passes messages
 * between that frame and the host page. The policy of this document holds for the inner frame too.
 */
const RESERVED = 'ui/notifications/sandbox-'
const host = new URL(document.referrer).origin
const inner = document.createElement('iframe')
inner.title = 'View'

interface SandboxMessage {
  method?: string
  params?: { html?: string; sandbox?: string; allow?: string }
}

/** Returns whether a message is between the host and this proxy, and not for the view. */
function isReserved(data: SandboxMessage | undefined): boolean {
  return data?.method?.startsWith(RESERVED) === true
}

addEventListener('message', (event: MessageEvent<SandboxMessage | undefined>) => {
  if (event.source === window.parent && event.origin === host) {
    if (event.data?.method === `${RESERVED}resource-ready`) load(event.data)
    else inner.contentWindow?.postMessage(event.data, '*')
  } else if (event.source === inner.contentWindow && !isReserved(event.data)) {
    window.parent.postMessage(event.data, host)
  }
})

/** Shows the view that the host hands over. */
function load({ params = {} }: SandboxMessage): void {
  inner.setAttribute('sandbox', params.sandbox ?? 'allow-scripts allow-same-origin')
  inner.setAttribute('allow', new URL(location.href).searchParams.get('allow') ?? '')
  inner.srcdoc = params.html ?? ''
  document.body.append(inner)
}

window.parent.postMessage({ jsonrpc: '2.0', method: `${RESERVED}proxy-ready`, params: {} }, host)
