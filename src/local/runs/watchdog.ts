import { type ChildProcess, spawn } from 'node:child_process'

/** Reads on its input which process groups to watch, and kills them when the input ends. */
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
 * A shell that outlives the platform for a moment. Its input ends when the platform ends, even by
 * SIGKILL; then it kills the remaining runs. Windows has no such shell: there, the runs of a killed
 * platform continue until they try to reach it.
 */
export class Watchdog {
  private shell: ChildProcess | undefined

  /** Watches a process group. */
  add(pid: number): void {
    if (process.platform === 'win32') return
    this.shell ??= startShell()
    this.send(`add ${pid}`)
  }

  /** Stops watching a process group that has ended: its number may be reused. */
  remove(pid: number): void {
    this.send(`remove ${pid}`)
  }

  close(): void {
    this.shell?.stdin?.end()
    this.shell = undefined
  }

  private send(line: string): void {
    this.shell?.stdin?.write(`${line}\n`)
  }
}

function startShell(): ChildProcess {
  // In its own group, so that a signal to the platform's group does not end it.
  const shell = spawn('/bin/sh', ['-c', SCRIPT], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  })
  // Without the shell, the next start still cleans up.
  shell.on('error', () => {})
  shell.stdin.on('error', () => {})
  return shell
}
