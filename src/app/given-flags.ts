import { FLAGS } from '../config/flags.ts'
import { withAbsolutePaths } from '../config/setting-paths.ts'
import type { Origin, Settings } from '../config/settings.ts'

/** Returns the flags that were given, with absolute paths, since a client starts the server in another folder. */
export function givenFlags(settings: Settings): string[] {
  return givenBy('flag', settings).map(({ name, value }) =>
    value === 'true' ? `--${name}` : `--${name}=${value}`,
  )
}

/** Returns the settings that came from flags, or from variables, with absolute paths. */
export function givenBy(
  from: Origin['from'],
  settings: Settings,
): { name: string; value: string }[] {
  return [...settings].flatMap(([name, { value, origin }]) => {
    const flag = FLAGS.find((each) => each.name === name)
    if (!flag || origin.from !== from) return []
    return [{ name, value: withAbsolutePaths(flag, value) }]
  })
}
