import type { Tool } from '../src/tool.ts'
import getLog from './get_log.ts'
import getRecord from './get_record.ts'
import getRun from './get_run.ts'
import listDatasetItems from './list_dataset_items.ts'
import pushDatasetItems from './push_dataset_items.ts'
import putRecord from './put_record.ts'
import runActor from './run_actor.ts'
import runActorSync from './run_actor_sync.ts'
import whoami from './whoami.ts'

/** All tools, in the order in which clients list them. */
export const tools: readonly Tool[] = [
  whoami,
  runActor,
  runActorSync,
  getRun,
  getLog,
  listDatasetItems,
  pushDatasetItems,
  getRecord,
  putRecord,
]
