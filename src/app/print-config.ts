import { tools } from '../../tools/index.ts'
import type { Config } from '../config/config.ts'
import { describeConfig } from '../config/print-config.ts'
import type { Settings } from '../config/settings.ts'
import { mapTexts } from '../exit/redact.ts'
import { selectTools } from '../mcp/select-tools.ts'
import { createServerSecrets } from './server-secrets.ts'

/**
 * Returns what `--print-config` prints: the settings that hold and where each came from, as JSON.
 * @throws {UsageError} if the server would not start with them
 */
export function printedConfig(config: Config, settings: Settings): string {
  selectTools(tools, config)
  const { redactor } = createServerSecrets(config)
  const shown = mapTexts(describeConfig(config, settings, process.env), redactor.logLine)
  return `${JSON.stringify(shown, null, 2)}\n`
}
