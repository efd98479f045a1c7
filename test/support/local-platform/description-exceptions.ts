/** Intended differences from the description, with the reason of each. */
export const EXCEPTIONS: readonly { where: RegExp; why: string }[] = [
  {
    where: /^GET \/v2\/(datasets|request-queues) 200: \/data\/items\/\d+\/name must be string/,
    why: 'A storage may have no name, which the description of lists with unnamed=1 does not allow.',
  },
  {
    where:
      /^GET \/v2\/actor-tasks\/\{actorTaskId\}\/run-sync-get-dataset-items 201: +must be object/,
    why: 'Items are a list, but the description of this address says object.',
  },
  {
    where: /run-sync-get-dataset-items 201: the type \S+ is not documented$/,
    why: 'The query parameter "format" chooses the type, which the description of the answer leaves out.',
  },
  {
    where: /run-sync 201: (the type \S+ is not documented$| must be object)/,
    why: 'The answer is the record OUTPUT in whatever type the Actor chose; the description knows only an object.',
  },
  {
    where: /^PUT \/v2\/\S+ 409: this status is not among/,
    why: 'A name that another storage has is a conflict (409 `name-not-unique`), which the description lists only for tasks and schedules.',
  },
  {
    where: /^\S+ \S+ 501: this status is not among/,
    why: 'The local platform lacks this endpoint. Apify has it, so that the description has no such status.',
  },
]
