import type { createApify } from '../apify/api.ts'
import type { ApifyClient, ClientOptions } from '../apify/transport/client.ts'
import type { DataFolder } from '../apify/types/data-folder.ts'
import type { Config } from '../config/config.ts'
import { VERSION } from '../shared/version.ts'
import { type AttachedPlatform, platformAttacher } from './attach-platform.ts'

/** The API that calls go to. */
export interface Connection {
  client: ApifyClient
  createApify: typeof createApify
  /** The token that the client authenticates with. */
  token: string | undefined
  /** Where the local platform keeps its data. */
  dataFolder: DataFolder | undefined
  /** Tells whether the local platform is still there. */
  isOpen(): Promise<boolean>
  close(): Promise<void>
}

type ClientSettings = Omit<ClientOptions, 'baseUrl' | 'token' | 'version'>

interface Options extends ClientSettings {
  /** Starts the platform that several processes use, and returns its folder. */
  openPlatform?: (() => Promise<DataFolder>) | undefined
}

/** Returns a function that connects to the API of a target, and loads the client with it. */
export function connectorFor(
  target: Config['target'],
  log: (line: string) => void,
  { openPlatform, ...options }: Options,
): () => Promise<Connection> {
  if (target.mode === 'cloud') {
    const { baseUrl, token } = target
    return async () => {
      const { client, createApify } = await loadClient(baseUrl, token, options)
      const close = () => client.close()
      return { client, createApify, token, dataFolder: undefined, isOpen: async () => true, close }
    }
  }
  // The process that opened the platform hears its lines as well, and writes them.
  const attach = platformAttacher(target, openPlatform ? () => {} : log, openPlatform)
  return () => openLocal(attach, options)
}

async function openLocal(
  attach: () => Promise<AttachedPlatform>,
  options: ClientSettings,
): Promise<Connection> {
  // The client is loaded while the platform starts.
  const [platform] = await Promise.all([attach(), importClient()])
  const { baseUrl, token, dataFolder, isOpen } = platform
  const { client, createApify } = await loadClient(baseUrl, token, { ...options, isLocal: true })
  const close = async () => {
    platform.close()
    await client.close()
  }
  return { client, createApify, token, dataFolder, isOpen, close }
}

async function loadClient(baseUrl: string, token: string | undefined, options: ClientSettings) {
  const [{ ApifyClient }, { createApify }] = await importClient()
  const given = { ...options, version: VERSION, baseUrl, ...(token && { token }) }
  return { client: new ApifyClient(given), createApify }
}

function importClient() {
  return Promise.all([import('../apify/transport/client.ts'), import('../apify/api.ts')])
}
