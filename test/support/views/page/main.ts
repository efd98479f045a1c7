import type { CallToolResult } from '@modelcontextprotocol/client'
import type { ViewEvent, ViewHost, ViewRequest } from '../contract.ts'
import { drawControls } from './controls.ts'
import { connectServer, listTools, readView } from './server-client.ts'
import { ShownView } from './shown-view.ts'

declare global {
  interface Window {
    viewHost?: ViewHost
    /** The address of the sandbox proxy, which the server writes into the page. */
    SANDBOX_URL: string
  }
}

/** Returns the element with an id. */
function byId(id: string): HTMLElement {
  const element = document.getElementById(id)
  if (!element) throw new Error(`The page has no #${id}.`)
  return element
}

const text = byId('text') as HTMLTextAreaElement
const client = await connectServer()
const tools = await listTools(client)
const events: ViewEvent[] = []
let shown: ShownView | undefined
let abort = new AbortController()

function record(event: ViewEvent): void {
  events.push(event)
  const line = document.createElement('li')
  line.textContent = JSON.stringify(event).slice(0, 500)
  byId('events').append(line)
}

/** Calls the tool, unless the request brings a result, and shows the text that a model reads. */
async function call(request: ViewRequest): Promise<CallToolResult> {
  const { tool: name, args = {}, result } = request
  const answer = result ?? (await client.callTool({ name, arguments: args }, abort))
  text.value = answer.content
    .map((block) => (block.type === 'text' ? block.text : `[${block.type}]`))
    .join('\n')
  return answer
}

async function show(request: ViewRequest): Promise<void> {
  await shown?.remove()
  abort = new AbortController()
  events.length = 0
  byId('events').replaceChildren()
  text.value = ''
  const tool = tools.find(({ name }) => name === request.tool)
  if (!tool) throw new Error(`The server has no tool ${request.tool}.`)
  const result = call(request)
  const { signal } = abort
  result.catch(({ message }: Error) => signal.aborted || record({ kind: 'error', message }))
  const view = request.view ?? (await readView(client, tool))
  const place = byId('view')
  const sandboxUrl = window.SANDBOX_URL
  const parts = { client, tool, view, result, abort, place, sandboxUrl, record }
  shown = new ShownView(parts, request)
  await shown.open()
}

window.viewHost = {
  show,
  events,
  setTheme: (theme) => {
    document.documentElement.dataset.theme = theme
    shown?.setTheme(theme)
  },
  setWidth: (width) => shown?.setWidth(width),
  cancel: () => {
    void shown?.cancel()
  },
  teardown: async () => {
    await shown?.close()
    shown = undefined
  },
}
drawControls(tools, window.viewHost)
