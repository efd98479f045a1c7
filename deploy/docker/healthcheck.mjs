// Says to Docker whether the server of this container works: over HTTP by /healthz. On stdin and stdout it works
// as long as its process lives, and the container ends with it.

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('./dist/main.js', import.meta.url))
/** Docker ends the check after 5 s. */
const ANSWER_MS = 2000

/** Returns the texts of a file below /proc, each of which ends with a null byte. */
const readTexts = (path) => readFileSync(`/proc/${path}`, 'utf8').split('\0').slice(0, -1)

/** Finds the server among the processes: it is the first one, or with `docker run --init` its child. */
function findServer() {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  for (const pid of pids.sort((one, other) => one - other)) {
    try {
      const [, script, ...args] = readTexts(`${pid}/cmdline`)
      if (script !== MAIN) continue
      const pairs = readTexts(`${pid}/environ`).map((pair) => [
        pair.slice(0, pair.indexOf('=')),
        pair.slice(pair.indexOf('=') + 1),
      ])
      return { args, env: Object.fromEntries(pairs) }
    } catch {
      // It has ended meanwhile, or belongs to another user.
    }
  }
  return undefined
}

/** Returns the settings that hold for the server; none if they cannot be read again, as those of a deleted file. */
function settingsOf(args, env) {
  try {
    const printed = execFileSync(process.execPath, [MAIN, ...args, '--print-config'], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return JSON.parse(printed).settings
  } catch {
    return {}
  }
}

/** Returns where the server listens by its own settings; undefined if it does not. */
function addressOf({ args, env }) {
  // A command such as `import` serves nobody.
  if (args[0] !== undefined && !args[0].startsWith('-')) return undefined
  const { http, host, port } = settingsOf(args, env)
  if (http?.value !== true) return undefined
  const name = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host.value] ?? host.value
  return `http://${name}:${port.value}/healthz`
}

const server = findServer()
if (!server) process.exit(1)
const address = addressOf(server)
if (address !== undefined) {
  const { ok } = await fetch(address, { signal: AbortSignal.timeout(ANSWER_MS) })
  process.exit(ok ? 0 : 1)
}
