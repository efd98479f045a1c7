import { SDK_CLIENTS } from '../interop/sdk-clients.ts'
import { describeClients } from '../interop/workflow.ts'

describeClients('stdio', SDK_CLIENTS)
describeClients('HTTP', SDK_CLIENTS)
