import { type ChildProcess, spawn } from 'node:child_process'

/** Keeps a list of process groups as told on its input, and kills them when the input ends. */
const SCRIPT = `
groups=
while read -r action group; do
  rest=
  for one in $groups; do [ "$one" = "$group" ] || rest="$rest $one"; done
  groups=$rest
  [ "$action" = add ] && groups="$groups $group"
done
for group in $groups; do kill -s KILL -- "-$group"; done
`

/**
 * A shell that outlives the platform by a moment: its input ends however the platform ends, even
 * by SIGKILL, and then it kills the runs that are left. Windows has no such shell: there, runs of a
 * killed platform go on until they cannot reach it.
 */
export class Watchdog {
  private shell: ChildProcess | undefined

  /** Watches a process group. */
  add(pid: number): void {
    if (process.platform === 'win32') return
    this.shell ??= startShell()
    this.tell(`add ${pid}`)
  }

  /** Forgets a process group that has ended: its number may become another's. */
  remove(pid: number): void {
    this.tell(`remove ${pid}`)
  }

  close(): void {
    this.shell?.stdin?.end()
    this.shell = undefined
  }

  private tell(line: string): void {
    this.shell?.stdin?.write(`${line}\n`)
  }
}

function startShell(): ChildProcess {
  // In a group of its own, so that what ends the platform's group does not end it.
  const shell = spawn('/bin/sh', ['-c', SCRIPT], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  })
  // Without it, runs are still cleared up at the next start.
  shell.on('error', () => {})
  shell.stdin.on('error', () => {})
  return shell
}
