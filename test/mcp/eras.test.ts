import { describeClients } from '../interop/workflow.ts'
import { SDK_CLIENTS } from './eras-clients.ts'

describeClients('stdio', SDK_CLIENTS)
describeClients('HTTP', SDK_CLIENTS)
