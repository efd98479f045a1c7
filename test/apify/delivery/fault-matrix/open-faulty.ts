import { type Fault, startFaultyProxy } from '../../../support/fake-apify/faults.ts'
import type { overrideTestNames } from '../../../support/fake-apify/names.ts'
import { openServer } from '../../../support/in-process-server.ts'
import type { Cell } from './cells.ts'
import { TOKEN, type World } from './world.ts'

type Names = ReturnType<typeof overrideTestNames>

/** Opens a server whose way to the API, or to the documentation, has the fault of a cell. */
export async function openFaulty(
  { matrixTool, fault, how }: Cell,
  { fake, site, folder }: World,
  names: Names,
) {
  const { main, readsDocs } = matrixTool
  const isMain = ({ method, url = '' }: { method?: string; url?: string }) =>
    `${method} ${plainPath(url)}` === main
  const way = await openWay({
    upstream: readsDocs ? site.url : fake.url,
    fault,
    times: how === 'once' ? 1 : Number.POSITIVE_INFINITY,
    // A site of documentation has https, unless it is on loopback.
    secure: readsDocs === true || fault === 'TLS failure',
    appliesTo: (request) => how === 'always' || isMain(request),
    names,
  })
  const [api, docs] = readsDocs ? [fake.url, way.url] : [way.url, site.url]
  const server = openServer(api, TOKEN, [
    '--tools=all',
    `--docs=${docs}`,
    `--download-dir=${folder}`,
  ])
  return {
    server,
    stopFaults: way.stopFaults,
    async close() {
      await server.close()
      await way.close()
    },
  }
}

interface WayOptions {
  upstream: string
  fault: Fault
  times: number
  secure: boolean
  appliesTo(request: { method?: string; url?: string }): boolean
  names: Names
}

async function openWay({ names, ...options }: WayOptions) {
  const { fault, times, secure } = options
  const proxy = await startFaultyProxy(options)
  const host = `proxy${proxy.port}.faults.test`
  if (fault === 'DNS failure' || fault === 'connection refused')
    names.failName(host, { fault, times })
  return {
    url: `${secure ? 'https' : 'http'}://${host}:${proxy.port}`,
    stopFaults() {
      proxy.stopFaults()
      names.restoreName(host)
    },
    async close() {
      await proxy.untilIdle()
      await proxy.close()
    },
  }
}

/** Returns the path of a URL. The ids of these tests are short, so they are sent as names. */
function plainPath(url: string): string | undefined {
  return url.replace('/~', '/').split('?')[0]
}
