import { COMMANDS, type CommandName } from '../config/commands.ts'
import { FLAGS } from '../config/flags.ts'
import { UsageError } from '../config/usage-error.ts'
import { nearestName } from '../shared/likeness.ts'
import { VERSION } from '../shared/version.ts'

/** How this program was started. */
interface Started {
  execPath: string
  script: string
  env: Record<string, string | undefined>
}

type Run = (argv: readonly string[], started: Started) => Promise<string>

const RUNS: Record<CommandName, Run> = {
  async install(argv, started) {
    const { runInstallCommand } = await import('./install/install-command.ts')
    return runInstallCommand(argv, started, started.env)
  },
  async uninstall(argv, started) {
    const { runUninstallCommand } = await import('./install/uninstall-command.ts')
    return runUninstallCommand(argv, started, started.env)
  },
  async init(argv, started) {
    return (await import('./init/init-command.ts')).runInitCommand(argv, started)
  },
  async import(argv, { env }) {
    return (await import('./transfer-command.ts')).runTransferCommand('import', argv, env)
  },
  async export(argv, { env }) {
    return (await import('./transfer-command.ts')).runTransferCommand('export', argv, env)
  },
  async prune(argv, { env }) {
    return (await import('./prune-command.ts')).runPruneCommand(argv, env)
  },
  async help() {
    return (await import('../config/help.ts')).helpText()
  },
  version: async () => `${VERSION}\n`,
}

/**
 * Runs the command that the first word of the command line names.
 * @param argv the arguments after the word
 * @returns the text for the terminal
 * @throws {UsageError} if there is no such command, or an argument is wrong
 */
export function runCommand(
  word: string,
  argv: readonly string[],
  started: Started,
): Promise<string> {
  const command = COMMANDS.find(({ name }) => name === word)
  if (command === undefined) throw unknownCommand(word)
  return RUNS[command.name](argv, started)
}

function unknownCommand(word: string): UsageError {
  const names = COMMANDS.map(({ name }) => name)
  const nearest = nearestName(word, [...names, ...FLAGS.map(({ name }) => `--${name}`)])
  const hint = nearest === undefined ? '' : `Did you mean ${nearest}? `
  return new UsageError(
    `Unknown command ${JSON.stringify(word)}.`,
    `${hint}The commands are ${names.join(', ')}; without one, the server starts.`,
  )
}
