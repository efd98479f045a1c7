import { IS_PUBLISHED, npxCommand } from '../../../src/app/install/published.ts'
import { MAIN } from '../server-options.ts'

const [program = '', ...words] = IS_PUBLISHED
  ? npxCommand(process.platform)
  : [process.execPath, MAIN]

/** The program by which clients start the server after `install`, and the words before the flags. */
export const STARTED_BY = { command: program, args: words }
