import { describeCells } from '../support/controls/describe-cells.ts'
import { LEGACY } from '../support/protocol-versions.ts'

describeCells({ kind: 'HTTP', version: LEGACY })
