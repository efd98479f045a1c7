import './view.css'
import type { GetRecordResult } from '../shared/results.ts'
import type { ViewProps } from '../shared/start-view.tsx'
import { startView } from '../shared/start-view.tsx'
import { numberOf, textOf } from '../shared/values.ts'
import { isRecordResult, recordAddress } from './record-result.ts'
import { RecordView } from './record-view.tsx'

/** How many results were drawn, and the last of them. Each gets parts of its own, that remember nothing of the last. */
const drawn: { count: number; last: GetRecordResult | undefined } = { count: 0, last: undefined }

function keyOf({ result }: ViewProps<GetRecordResult>): number {
  if (result !== drawn.last) drawn.count++
  drawn.last = result
  return drawn.count
}

/** Shows a record of a key-value store. */
startView({
  name: 'record',
  tools: ['get_record'],
  isResult: isRecordResult,
  readAgain(args) {
    const address = recordAddress(args)
    const path = textOf(args.path)
    const offset = numberOf(args.offset)
    return (
      address && {
        tool: 'get_record',
        args: { ...address, ...(path && { path }), ...(offset !== undefined && { offset }) },
      }
    )
  },
  render: (props) => <RecordView key={keyOf(props)} {...props} />,
})
