import sdk from '../interop/clients/sdk.ts'
import { describeClients } from '../interop/workflow.ts'

describeClients('stdio', sdk)
describeClients('HTTP', sdk)
