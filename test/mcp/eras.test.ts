import { describeClients } from '../interop/workflow.ts'
import { SDK_CLIENTS } from '../support/era-clients.ts'

describeClients('stdio', SDK_CLIENTS)
describeClients('HTTP', SDK_CLIENTS)
