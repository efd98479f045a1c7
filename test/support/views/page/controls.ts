import type { Tool } from '@modelcontextprotocol/client'
import { getToolUiResourceUri } from '@modelcontextprotocol/ext-apps/app-bridge'
import type { Example, Quirks, ViewHost } from '../contract.ts'

declare global {
  interface Window {
    EXAMPLES: Example[]
  }
}

/** What each quirk does, for a person. A prefix is set by its name. */
const QUIRKS: Record<keyof Quirks, string> = {
  dropStructuredContent: 'drops structuredContent',
  dropMeta: 'drops _meta',
  neverInitialize: 'never answers ui/initialize',
  noServerTools: 'lets the view call no tools',
  noOpenLinks: 'opens no links',
  noDownloadFile: 'downloads no files',
  denyOpenLink: 'refuses to open links',
  ignoreOpenLink: 'never answers ui/open-link',
  toolNamePrefix: 'prefixes the name of the tool',
  resultBeforeInitialized: 'sends the result before it has initialized the view',
  noTheme: 'has no theme',
  noStyleVariables: 'has no style variables',
  cancelCall: 'cancels the call',
}

function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id)
  if (!(found instanceof type)) throw new Error(`The page has no #${id}.`)
  return found
}

/** Fills the form with the server's tools and the examples, and makes it work. */
export function drawControls(tools: Tool[], host: ViewHost): void {
  const example = element('example', HTMLSelectElement)
  const tool = element('tool', HTMLSelectElement)
  const args = element('arguments', HTMLTextAreaElement)
  const theme = element('theme', HTMLSelectElement)
  const width = element('width', HTMLInputElement)
  const views = tools.filter((each) => getToolUiResourceUri(each) !== undefined)
  for (const { name } of views.length > 0 ? views : tools) tool.add(new Option(name))
  window.EXAMPLES.forEach(({ title }, i) => {
    example.add(new Option(title, String(i)))
  })
  const fill = () => {
    const chosen = window.EXAMPLES[Number(example.value)]
    if (!chosen) return
    tool.value = chosen.tool
    args.value = JSON.stringify(chosen.args, null, 2)
  }
  example.addEventListener('change', fill)
  fill()
  drawQuirks()
  theme.addEventListener('change', () => host.setTheme(theme.value === 'dark' ? 'dark' : 'light'))
  width.addEventListener('change', () => host.setWidth(width.valueAsNumber))
  element('cancel', HTMLButtonElement).addEventListener('click', () => host.cancel())
  element('teardown', HTMLButtonElement).addEventListener('click', () => tell(host.teardown()))
  element('call', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault()
    tell(
      Promise.resolve(args.value || '{}').then((json) =>
        host.show({
          tool: tool.value,
          args: JSON.parse(json),
          quirks: chosenQuirks(),
          theme: theme.value === 'dark' ? 'dark' : 'light',
          width: width.valueAsNumber,
        }),
      ),
    )
  })
}

function drawQuirks(): void {
  for (const [name, text] of Object.entries(QUIRKS)) {
    const label = document.createElement('label')
    const box = document.createElement('input')
    box.type = 'checkbox'
    box.name = name
    label.append(box, text)
    element('quirks', HTMLDivElement).append(label)
  }
}

function chosenQuirks(): Quirks {
  const boxes = element('quirks', HTMLDivElement).querySelectorAll<HTMLInputElement>(':checked')
  const names = [...boxes].map(({ name }) => name)
  const { toolNamePrefix, ...chosen } = Object.fromEntries(names.map((name) => [name, true]))
  return { ...chosen, ...(toolNamePrefix && { toolNamePrefix: 'mcp__apify__' }) }
}

/** Shows on the page how an action ended. */
function tell(action: Promise<void>): void {
  const status = element('status', HTMLParagraphElement)
  status.textContent = ''
  action.catch(({ message }: Error) => {
    status.textContent = message
  })
}
