import type { CallToolResult, Client } from '@modelcontextprotocol/client'
import type { AppBridge, McpUiHostCapabilities } from '@modelcontextprotocol/ext-apps/app-bridge'
import type { DownloadedFile, Quirks, ViewEvent, ViewPage } from '../contract.ts'

type RecordEvent = (event: ViewEvent) => void

/** Returns what the host says it can do. */
export function capabilitiesOf(quirks: Quirks, view: ViewPage): McpUiHostCapabilities {
  const { csp, permissions } = view
  return {
    ...(!quirks.noServerTools && { serverTools: {} }),
    ...(!quirks.noOpenLinks && { openLinks: {} }),
    ...(!quirks.noDownloadFile && { downloadFile: {} }),
    serverResources: {},
    logging: {},
    message: { text: {} },
    updateModelContext: { text: {}, structuredContent: {} },
    sandbox: { ...(csp && { csp }), ...(permissions && { permissions }) },
  }
}

/** Returns a result as this host hands it to the view. */
export function toView(result: CallToolResult, quirks: Quirks): CallToolResult {
  const { structuredContent, _meta, ...rest } = result
  return {
    ...rest,
    ...(structuredContent !== undefined && !quirks.dropStructuredContent && { structuredContent }),
    ...(_meta !== undefined && !quirks.dropMeta && { _meta }),
  }
}

/** Answers what the view asks of the server and of the host, and records each request. */
export function answerView(
  bridge: AppBridge,
  client: Client,
  quirks: Quirks,
  record: RecordEvent,
): void {
  if (!quirks.noServerTools) answerCalls(bridge, client, quirks, record)
  bridge.onreadresource = (params) => {
    record({ kind: 'resource-read', uri: params.uri })
    return client.readResource(params)
  }
  if (!quirks.noOpenLinks) bridge.onopenlink = ({ url }) => openLink(url, quirks, record)
  if (!quirks.noDownloadFile)
    bridge.ondownloadfile = async ({ contents }) => {
      record({ kind: 'download', contents: contents.map(fileOf) })
      return {}
    }
  bridge.onmessage = async ({ content }) => {
    record({ kind: 'message', content })
    return {}
  }
  bridge.onupdatemodelcontext = async ({ content = [] }) => {
    record({ kind: 'model-context', content })
    return {}
  }
  bridge.onrequestdisplaymode = async ({ mode }) => {
    record({ kind: 'display-mode', mode })
    return { mode: 'inline' }
  }
  bridge.onloggingmessage = ({ level, data }) => record({ kind: 'log', level, data })
}

function answerCalls(bridge: AppBridge, client: Client, quirks: Quirks, record: RecordEvent): void {
  bridge.oncalltool = async (params, { mcpReq: { signal } }) => {
    const { name } = params
    record({ kind: 'tool-call', name, arguments: params.arguments ?? {} })
    const result = await client.callTool(params, { signal })
    record({ kind: 'tool-answer', name, isError: result.isError === true })
    return toView(result, quirks)
  }
}

async function openLink(url: string, quirks: Quirks, record: RecordEvent) {
  record({ kind: 'open-link', url })
  if (quirks.ignoreOpenLink) await new Promise(() => {})
  return quirks.denyOpenLink ? { isError: true } : {}
}

function fileOf(block: DownloadBlock): DownloadedFile {
  const { uri, mimeType, ...content } = block.type === 'resource' ? block.resource : block
  return {
    uri,
    ...(mimeType !== undefined && { mimeType }),
    ...('text' in content && { text: content.text }),
    ...('blob' in content && { blob: content.blob }),
  }
}
type DownloadBlock = Parameters<NonNullable<AppBridge['ondownloadfile']>>[0]['contents'][number]
