import { ToolError } from '../shared/errors.ts'

/** Where images may come from. */
export interface AddressGuard {
  /** Returns the host of a URL if it is one that nothing is fetched from. */
  refusedHost(url: string): string | undefined
  /** Tells whether no socket may connect to an IP address. */
  isRefusedAddress(address: string): boolean
  /** Tells whether images may come from a port; an empty text for the one of the scheme. */
  allowsPort(port: string): boolean
}

/** What a person can do about an image that is not fetched. */
export const REMEDY = 'Open its address instead.'

/** Longer addresses are not fetched: servers refuse them, and errors repeat them. */
const MAX_CHARS = 4096

/**
 * Reads the address of an image.
 * @param base the address that redirected to it
 * @throws {ToolError} that says why nothing is fetched from there
 */
export function imageAddress(text: string, guard: AddressGuard, base?: URL): URL {
  const url =
    text.length <= MAX_CHARS && URL.canParse(text, base?.href) ? new URL(text, base) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new ToolError('The address of the image is not an http(s) URL.', REMEDY)
  }
  if (url.username || url.password) {
    throw new ToolError('The address of the image has a user or a password in it.', REMEDY)
  }
  if (!guard.allowsPort(url.port)) {
    throw new ToolError(
      `The address of the image has port ${url.port}; images are fetched from ports 80 and 443 only.`,
      REMEDY,
    )
  }
  if (guard.refusedHost(url.href) !== undefined) throw privateHostError(url)
  return url
}

/** Returns the error for a host whose address is private. */
export function privateHostError({ hostname }: URL): ToolError {
  return new ToolError(
    `${hostname} is in a private network, from which no images are fetched.`,
    REMEDY,
  )
}
