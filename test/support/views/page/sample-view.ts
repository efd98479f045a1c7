import { App } from '@modelcontextprotocol/ext-apps'

/**
 * A small view on the SDK's own `App`, with which the tests check the host. It shows what it was told,
 * and has a button for each thing that it may ask.
 */
const app = new App({ name: 'sample', version: '1.0.0' }, {}, { autoResize: true })

function show(id: string, value: unknown): void {
  const line = document.getElementById(id) ?? document.createElement('p')
  line.id = id
  line.textContent = typeof value === 'string' ? value : JSON.stringify(value)
  document.body.append(line)
}

function button(name: string, action: () => Promise<unknown>): void {
  const element = document.createElement('button')
  element.textContent = name
  element.addEventListener('click', () => {
    action().then(
      (answer) => show('answer', answer),
      (error) => show('answer', String(error)),
    )
  })
  document.body.append(element)
}

app.addEventListener('toolinput', (input) => show('input', input.arguments))
app.addEventListener('toolresult', (result) => show('result', result))
app.addEventListener('toolcancelled', ({ reason }) => show('cancelled', reason))
app.addEventListener('hostcontextchanged', ({ theme }) => show('theme', theme))
app.onteardown = async () => {
  await app.sendLog({ level: 'info', data: 'ending' })
  return {}
}
button('call', () => app.callServerTool({ name: 'whoami', arguments: {} }))
button('link', () => app.openLink({ url: 'https://example.com/' }))
button('download', () =>
  app.downloadFile({
    contents: [
      { type: 'resource', resource: { uri: 'file:///a.csv', mimeType: 'text/csv', text: 'a,b' } },
    ],
  }),
)
button('grow', async () => {
  document.body.style.paddingBottom = '300px'
})
await app.connect()
show('context', app.getHostContext())
show('capabilities', app.getHostCapabilities())
