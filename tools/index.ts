import type { Tool } from '../src/tool-call/tool.ts'
import getActor from './actors/get_actor.ts'
import searchActors from './actors/search_actors.ts'
import validateInput from './actors/validate_input.ts'
import whoami from './actors/whoami.ts'
import deleteSchedule from './automation/delete_schedule.ts'
import deleteTask from './automation/delete_task.ts'
import deleteWebhook from './automation/delete_webhook.ts'
import getSchedule from './automation/get_schedule.ts'
import getTask from './automation/get_task.ts'
import getWebhook from './automation/get_webhook.ts'
import listSchedules from './automation/list_schedules.ts'
import listTasks from './automation/list_tasks.ts'
import listWebhooks from './automation/list_webhooks.ts'
import saveSchedule from './automation/save_schedule.ts'
import saveTask from './automation/save_task.ts'
import saveWebhook from './automation/save_webhook.ts'
import buildActor from './develop/build_actor.ts'
import getBuild from './develop/get_build.ts'
import listBuilds from './develop/list_builds.ts'
import listWebhookDispatches from './develop/list_webhook_dispatches.ts'
import resurrectRun from './develop/resurrect_run.ts'
import readDocs from './docs/read_docs.ts'
import searchDocs from './docs/search_docs.ts'
import addActorTool from './dynamic/add_actor_tool.ts'
import removeActorTool from './dynamic/remove_actor_tool.ts'
import abortRun from './runs/abort_run.ts'
import getLog from './runs/get_log.ts'
import getRun from './runs/get_run.ts'
import listRuns from './runs/list_runs.ts'
import runActor from './runs/run_actor.ts'
import runActorSync from './runs/run_actor_sync.ts'
import addRequests from './storage/add_requests.ts'
import createStorage from './storage/create_storage.ts'
import deleteRecord from './storage/delete_record.ts'
import deleteStorage from './storage/delete_storage.ts'
import exportItems from './storage/export_items.ts'
import getDataset from './storage/get_dataset.ts'
import getRecord from './storage/get_record.ts'
import getRequestQueue from './storage/get_request_queue.ts'
import listDatasetItems from './storage/list_dataset_items.ts'
import listRecords from './storage/list_records.ts'
import listStorages from './storage/list_storages.ts'
import pushDatasetItems from './storage/push_dataset_items.ts'
import putRecord from './storage/put_record.ts'
import queryDataset from './storage/query_dataset.ts'
import renameStorage from './storage/rename_storage.ts'

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
  queryDataset,
  pushDatasetItems,
  listRecords,
  getRecord,
  putRecord,
  listStorages,
  createStorage,
  exportItems,
  saveTask,
  getTask,
  listTasks,
  deleteTask,
  saveSchedule,
  getSchedule,
  listSchedules,
  deleteSchedule,
  saveWebhook,
  getWebhook,
  listWebhooks,
  deleteWebhook,
  searchDocs,
  readDocs,
  getBuild,
  listBuilds,
  buildActor,
  resurrectRun,
  listWebhookDispatches,
  getRequestQueue,
  addRequests,
  deleteStorage,
  renameStorage,
  deleteRecord,
  addActorTool,
  removeActorTool,
]
