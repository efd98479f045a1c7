import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** What a test without a browser says. */
export const WITHOUT_CHROMIUM =
  'skipped: no Chromium was found. Install it (Debian: `apt-get install chromium`; elsewhere: `npx playwright-core install chromium`) or name its program in CHROMIUM_PATH.'

/** Returns the path of Chromium's program: of CHROMIUM_PATH, on PATH, or in Playwright's cache. */
export function findChromium(): string | undefined {
  const given = process.env.CHROMIUM_PATH
  if (given) return given
  const folders = (process.env.PATH ?? '').split(delimiter)
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...onPath, ...cached()].find(isProgram)
}

/** Returns the programs in Playwright's cache, the one of this version first. */
function cached(): string[] {
  const cache = join(homedir(), '.cache/ms-playwright')
  const versions = existsSync(cache)
    ? readdirSync(cache).filter((name) => /^chromium/.test(name))
    : []
  const programs = ['chrome-linux64/chrome', 'chrome-linux/chrome']
  return [
    chromium.executablePath(),
    ...versions.flatMap((version) => programs.map((program) => join(cache, version, program))),
  ]
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Installs Chromium unless there is one: Debian's package where that is allowed, or else Playwright's.
 * Returns whether there is one now.
 */
export function installChromium(): boolean {
  if (findChromium()) return true
  const isRoot = process.getuid?.() === 0
  const attempts: [string, string[]][] = [
    ...(isRoot && existsSync('/etc/debian_version')
      ? ([
          ['apt-get', ['update']],
          ['apt-get', ['install', '-y', '--no-install-recommends', 'chromium']],
        ] satisfies [string, string[]][])
      : []),
    ['npx', ['playwright-core', 'install', 'chromium']],
  ]
  for (const [program, args] of attempts) {
    if (findChromium()) break
    // What it says is on standard error. The next way may succeed.
    spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  }
  return findChromium() !== undefined
}

/**
 * Starts Chromium without a window.
 * @throws Error if there is none
 */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error(WITHOUT_CHROMIUM)
  // Chromium's own sandbox does not start as root.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ executablePath, args, headless: true })
}
