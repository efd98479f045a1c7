import {
  hasApiDescription,
  WITHOUT_DESCRIPTION,
} from '../test/support/local-platform/api-description.ts'
import { runInstalledTests } from './installed-tests.ts'

if (!hasApiDescription) console.log(`Prism judges no requests${WITHOUT_DESCRIPTION}`)
runInstalledTests('test/prism')
