import type { z } from 'zod'
import type getActor from '../../../tools/actors/get_actor.ts'
import type searchActors from '../../../tools/actors/search_actors.ts'
import type validateInput from '../../../tools/actors/validate_input.ts'
import type abortRun from '../../../tools/runs/abort_run.ts'
import type getLog from '../../../tools/runs/get_log.ts'
import type getRun from '../../../tools/runs/get_run.ts'
import type runActor from '../../../tools/runs/run_actor.ts'
import type runActorSync from '../../../tools/runs/run_actor_sync.ts'
import type getDataset from '../../../tools/storage/get_dataset.ts'
import type getRecord from '../../../tools/storage/get_record.ts'
import type listDatasetItems from '../../../tools/storage/list_dataset_items.ts'
import type queryDataset from '../../../tools/storage/query_dataset.ts'

/** The types of the results that views show. This file alone imports of the server, and only types. */
type ResultOf<Tool extends { output: z.ZodType }> = z.infer<Tool['output']>

export type GetActorResult = ResultOf<typeof getActor>
export type SearchActorsResult = ResultOf<typeof searchActors>
export type ValidateInputResult = ResultOf<typeof validateInput>
export type AbortRunResult = ResultOf<typeof abortRun>
export type GetLogResult = ResultOf<typeof getLog>
export type GetRunResult = ResultOf<typeof getRun>
export type RunActorResult = ResultOf<typeof runActor>
export type RunActorSyncResult = ResultOf<typeof runActorSync>
export type GetDatasetResult = ResultOf<typeof getDataset>
export type GetRecordResult = ResultOf<typeof getRecord>
export type ListDatasetItemsResult = ResultOf<typeof listDatasetItems>
export type QueryDatasetResult = ResultOf<typeof queryDataset>
