import clients from './clients/index.ts'
import { describeClients } from './workflow.ts'

describeClients('stdio', clients)
