import { type Flag, readFlags } from '../config/flag-parser.ts'
import { folderPath } from '../config/folders.ts'
import { UsageError } from '../config/usage-error.ts'
import { localFolder } from './local-folder.ts'

const FLAGS: readonly Flag[] = [
  {
    name: 'local',
    kind: 'text',
    value: 'DIR',
    default: 'the default folder',
    describe: 'Data of the platform.',
  },
  {
    name: 'run',
    kind: 'text',
    value: 'ID',
    default: 'all with a name',
    describe: 'The run to export.',
  },
]

export type TransferCommand = 'import' | 'export'

/**
 * Runs `import DIR`, which copies datasets and key-value stores from a Crawlee `storage` folder into
 * the local platform, or `export DIR`, which writes such a folder. The platform must not be running.
 * @returns lines for the terminal that say what was copied
 * @throws {UsageError} if an argument is wrong
 * @throws {Error} if a folder cannot be read or is in use
 */
export async function runTransferCommand(
  command: TransferCommand,
  argv: readonly string[],
  env: Record<string, string | undefined>,
): Promise<string> {
  const [folder, ...rest] = argv
  if (folder === undefined || folder.startsWith('--')) {
    throw new UsageError(`\`${command}\` needs a folder.`, `Write: ${command} DIR [--local DATA].`)
  }
  const flags = readFlags(FLAGS, rest)
  const dir = localFolder(flags.get('local'), env)
  const { importFolder, exportFolder } = await import('../local/index.ts')
  const done =
    command === 'import'
      ? await importFolder(dir, folderPath(folder))
      : await exportFolder(dir, folderPath(folder), flags.get('run'))
  const lines = [
    ...done.datasets.map(({ id, name, items }) => `dataset ${name} (${id}): ${items} items`),
    ...done.keyValueStores.map(
      ({ id, name, records }) => `key-value store ${name} (${id}): ${records} records`,
    ),
  ]
  return `${lines.join('\n')}\n`
}
