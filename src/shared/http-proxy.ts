/** An HTTP proxy, and where its address is from. */
export interface HttpProxy {
  /** The environment variable that names it. */
  variable: string
  /** Its URL, which may hold a user and a password. */
  url: string
}

/** Returns the proxy for a URL; undefined if the URL is reached without one. */
export type ChooseProxy = (url: URL) => HttpProxy | undefined
