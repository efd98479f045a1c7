import { isObject } from './json.ts'
import { describeError } from './log.ts'
import { isValidSelector } from './page-content.ts'
import { normalizeUrl } from './page-url.ts'
import { type ProxySettings, parseProxy } from './proxy.ts'

/** What to crawl, checked and with defaults. */
export interface CrawlInput {
  startUrls: string[]
  maxDepth: number
  maxPages: number
  maxConcurrency: number
  maxTextChars: number
  selector?: string
  proxy?: ProxySettings
}

interface Range {
  fallback: number
  min: number
  max: number
}

const RANGES = {
  maxDepth: { fallback: 2, min: 0, max: 100 },
  maxPages: { fallback: 20, min: 1, max: 10_000 },
  maxConcurrency: { fallback: 5, min: 1, max: 50 },
  maxTextChars: { fallback: 20_000, min: 1, max: 1_000_000 },
} as const

/**
 * Checks a stored input and adds the defaults.
 * @throws {Error} that names the invalid field
 */
export function parseInput(value: unknown): CrawlInput {
  if (!isObject(value)) throw invalid('it must be an object with "startUrls"')
  const integer = (name: keyof typeof RANGES) => parseInteger(name, value[name], RANGES[name])
  return {
    startUrls: parseStartUrls(value.startUrls),
    maxDepth: integer('maxDepth'),
    maxPages: integer('maxPages'),
    maxConcurrency: integer('maxConcurrency'),
    maxTextChars: integer('maxTextChars'),
    selector: parseSelector(value.selector),
    proxy: parseProxyField(value),
  }
}

function parseStartUrls(value: unknown): string[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw invalid('"startUrls" must be a list with at least one URL')
  }
  return value.map((item: unknown) => {
    const given = isObject(item) ? item.url : item
    const url = typeof given === 'string' ? normalizeUrl(given.trim()) : undefined
    if (!url) throw invalid(`"startUrls" has ${JSON.stringify(given)}, which is not an http(s) URL`)
    return url
  })
}

function parseInteger(name: string, value: unknown, { fallback, min, max }: Range): number {
  if (value === undefined || value === null) return fallback
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) {
    return value
  }
  throw invalid(`"${name}" must be a whole number from ${min} to ${max}`)
}

function parseSelector(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw invalid('"selector" must be a string')
  const selector = value.trim()
  if (selector === '') return undefined
  if (!isValidSelector(selector)) throw invalid(`"selector" ${value} is not a valid CSS selector`)
  return selector
}

/** Reads the proxy configuration. Many other Actors call it `proxy`. */
function parseProxyField({ proxyConfiguration, proxy }: Record<string, unknown>) {
  const [name, value] = proxyConfiguration
    ? ['proxyConfiguration', proxyConfiguration]
    : ['proxy', proxy]
  try {
    return parseProxy(value)
  } catch (error) {
    throw invalid(`"${name}" ${describeError(error)}`)
  }
}

function invalid(problem: string): Error {
  return new Error(`The input is not valid: ${problem}.`)
}
