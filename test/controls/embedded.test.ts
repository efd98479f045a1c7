import { describeCells } from '../support/controls/describe-cells.ts'
import { LEGACY, MODERN } from '../support/protocol-versions.ts'

describeCells({ kind: 'embedded', version: LEGACY })
describeCells({ kind: 'embedded', version: MODERN })
