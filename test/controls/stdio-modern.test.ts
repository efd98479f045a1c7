import { describeCells } from '../support/controls/describe-cells.ts'
import { MODERN } from '../support/protocol-versions.ts'

describeCells({ kind: 'stdio', version: MODERN })
