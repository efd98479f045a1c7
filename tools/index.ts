import type { Tool } from '../src/tool.ts'
import abortRun from './abort_run.ts'
import createStorage from './create_storage.ts'
import exportItems from './export_items.ts'
import getActor from './get_actor.ts'
import getDataset from './get_dataset.ts'
import getLog from './get_log.ts'
import getRecord from './get_record.ts'
import getRun from './get_run.ts'
import listDatasetItems from './list_dataset_items.ts'
import listRecords from './list_records.ts'
import listRuns from './list_runs.ts'
import listStorages from './list_storages.ts'
import pushDatasetItems from './push_dataset_items.ts'
import putRecord from './put_record.ts'
import runActor from './run_actor.ts'
import runActorSync from './run_actor_sync.ts'
import searchActors from './search_actors.ts'
import validateInput from './validate_input.ts'
import whoami from './whoami.ts'

/** All tools, in the order in which clients list them. */
export const tools: readonly Tool[] = [
  whoami,
  searchActors,
  getActor,
  validateInput,
  runActor,
  runActorSync,
  getRun,
  listRuns,
  abortRun,
  getLog,
  getDataset,
  listDatasetItems,
  pushDatasetItems,
  listRecords,
  getRecord,
  putRecord,
  listStorages,
  createStorage,
  exportItems,
]
