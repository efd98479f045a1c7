import { MARK } from '../../exit/secret-forms.ts'

/** Names of parameters whose values are credentials, such as `token`, `api_key`, `X-Signature`, `code`. */
const SECRET_NAME = /token|key|secret|passw|signature|^sig$|auth|credential|^code$/i
/** A parameter in a URL, behind its `?` or `&`. */
const PARAMETER = /([?&#])([^=&#]+)=([^&#]*)/g
/** The user and password of a URL. */
const USER = /^([a-z][a-z\d+.-]*:\/\/)[^/?#@]+@/i

/**
 * Returns the URL of a webhook as an agent sees it: values of parameters that are credentials by their
 * name, and a user with its password, are replaced.
 */
export function withoutCredentials(url: string): string {
  return url
    .replace(USER, `$1${MARK}@`)
    .replace(PARAMETER, (all, mark: string, name: string) =>
      SECRET_NAME.test(name) ? `${mark}${name}=${MARK}` : all,
    )
}
