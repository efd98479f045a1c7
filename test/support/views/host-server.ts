import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { contentPolicy } from './content-policy.ts'
import type { Example } from './contract.ts'

const PAGE = fileURLToPath(new URL('page', import.meta.url))

export interface HostServer {
  /** The address of the host page. */
  url: string
  close(): Promise<void>
}

/** Bundles a script of the page's folder for browsers. */
export async function bundleScript(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${PAGE}/${name}.ts`],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    minify: true,
    logLevel: 'warning',
  })
  return outputFiles[0]?.text ?? ''
}

/**
 * Serves the host page and, on an origin of its own, the sandbox proxy.
 * @param serverUrl the MCP server, which the page reaches at `/mcp` of its own origin
 * @param examples what the page proposes to call
 */
export async function startHost(serverUrl: string, examples: Example[]): Promise<HostServer> {
  const script = await bundleScript('sandbox')
  const sandboxPage = (await readPage('sandbox.html')).replace('__SCRIPT__', () => script)
  const sandbox = createServer((req, res) => {
    const query = new URL(req.url ?? '/', 'http://sandbox').searchParams
    send(res, 'text/html', sandboxPage, {
      'content-security-policy': contentPolicy(JSON.parse(query.get('csp') ?? '{}')),
    })
  })
  const sandboxUrl = `${await listen(sandbox)}/sandbox.html`
  const json = JSON.stringify(examples).replaceAll('<', '\\u003c')
  const files: Record<string, [type: string, text: string]> = {
    '/': [
      'text/html',
      (await readPage('index.html'))
        .replace('__SANDBOX_URL__', () => sandboxUrl)
        .replace('__EXAMPLES__', () => json),
    ],
    '/main.js': ['text/javascript', await bundleScript('main')],
    '/style.css': ['text/css', await readPage('style.css')],
  }
  const host = createServer((req, res) => {
    const { pathname } = new URL(req.url ?? '/', 'http://host')
    const file = files[pathname]
    if (pathname === '/mcp') forward(req, res, serverUrl)
    else if (file) send(res, ...file)
    else res.writeHead(404).end()
  })
  const url = await listen(host)
  return { url, close: () => Promise.all([host, sandbox].map(stop)).then(() => {}) }
}

function readPage(name: string): Promise<string> {
  return readFile(`${PAGE}/${name}`, 'utf8')
}

function send(
  res: ServerResponse,
  type: string,
  text: string,
  headers: Record<string, string> = {},
): void {
  res.writeHead(200, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    ...headers,
  })
  res.end(text)
}

/** Passes a request on to the MCP server and streams its answer back. */
function forward(req: IncomingMessage, res: ServerResponse, serverUrl: string): void {
  const { host: _host, origin: _origin, ...headers } = req.headers
  const upstream = request(serverUrl, { method: req.method ?? 'GET', headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers)
    res.flushHeaders()
    answer.on('error', () => res.destroy()).pipe(res)
  })
  upstream.on('error', () => (res.headersSent ? res.destroy() : res.writeHead(502).end()))
  res.on('close', () => upstream.destroy())
  req.pipe(upstream)
}

/** Listens on a free port of this machine. Returns the origin. */
async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return `http://127.0.0.1:${address.port}`
}

async function stop(server: Server): Promise<void> {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}
