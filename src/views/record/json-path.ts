/** Matches a name that `get_record` takes in a path as it is. */
const PLAIN = /^[\w$-]+$/

/** Writes the way to a part of a JSON value as `get_record` takes it: `pages[0].title`, `["a name with dots"]`. */
export function jsonPath(steps: readonly (string | number)[]): string {
  let path = ''
  for (const step of steps) {
    if (typeof step === 'number') path += `[${step}]`
    else if (PLAIN.test(step)) path += path === '' ? step : `.${step}`
    else path += `["${step.replace(/["\\]/g, '\\$&')}"]`
  }
  return path
}

/** Joins a path and the rest of the way, which `jsonPath` has written. */
export function joinPaths(start: string, rest: string): string {
  const needsDot = start !== '' && rest !== '' && !rest.startsWith('[')
  return needsDot ? `${start}.${rest}` : start + rest
}
