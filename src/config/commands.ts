/** A word that may come first on the command line. */
interface Command {
  name: string
  /** What may follow it, one form a line of --help. */
  forms: readonly string[]
  describe: string
}

/** All commands. Without one, the program serves. --help and the hint for a misspelled one are made from this table. */
export const COMMANDS = [
  {
    name: 'install',
    forms: ['[CLIENT] [--dry-run] [--file] [--name NAME] [-- FLAGS]'],
    describe: 'add this server to the settings of an MCP client; without CLIENT, list the clients',
  },
  {
    name: 'uninstall',
    forms: ['CLIENT [--dry-run] [--file] [--name NAME]'],
    describe: 'take it out again',
  },
  {
    name: 'init',
    forms: ['DIR [--template js|ts|python|crawlee]'],
    describe: 'write a small Actor project that works, to start from',
  },
  {
    name: 'import',
    forms: ['DIR [--local DATA]'],
    describe: 'copy a Crawlee storage folder into the local platform',
  },
  {
    name: 'export',
    forms: ['DIR [--run ID] [--local DATA]'],
    describe: 'write such a folder from the local platform',
  },
  {
    name: 'prune',
    forms: ['[--keep-runs N] [--older DAYS] [--dry-run] [--local DATA]'],
    describe: 'remove ended runs of the local platform, with their storages',
  },
  { name: 'help', forms: [''], describe: 'print this help, as --help and -h do' },
  { name: 'version', forms: [''], describe: 'print the version, as --version and -v do' },
] as const satisfies readonly Command[]

export type CommandName = (typeof COMMANDS)[number]['name']
