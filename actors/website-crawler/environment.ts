import type { PlatformProxy } from './proxy.ts'

/** What the platform's environment variables say about the run. */
export interface Environment {
  apiBaseUrl: string
  token?: string
  runId?: string
  keyValueStoreId: string
  datasetId: string
  inputKey: string
  /** Apify Proxy, or what stands in for it. */
  proxy?: PlatformProxy
}

/** Reads the platform's variables. If one is missing, reads its older name. */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const read = (...names: string[]) => names.map((name) => env[name]).find(Boolean)
  const need = (...names: string[]) => {
    const value = read(...names)
    if (!value) throw new Error(`The environment variable ${names[0]} is not set.`)
    return value
  }
  const password = read('APIFY_PROXY_PASSWORD')
  return {
    apiBaseUrl: (read('APIFY_API_BASE_URL') ?? 'https://api.apify.com').replace(/\/+$/, ''),
    token: read('APIFY_TOKEN'),
    runId: read('ACTOR_RUN_ID', 'APIFY_ACTOR_RUN_ID'),
    keyValueStoreId: need('ACTOR_DEFAULT_KEY_VALUE_STORE_ID', 'APIFY_DEFAULT_KEY_VALUE_STORE_ID'),
    datasetId: need('ACTOR_DEFAULT_DATASET_ID', 'APIFY_DEFAULT_DATASET_ID'),
    inputKey: read('ACTOR_INPUT_KEY', 'APIFY_INPUT_KEY') ?? 'INPUT',
    ...(password && {
      proxy: {
        hostname: read('APIFY_PROXY_HOSTNAME') ?? 'proxy.apify.com',
        port: read('APIFY_PROXY_PORT') ?? '8000',
        password,
      },
    }),
  }
}
