import './view.css'
import type { GetActorResult, SearchActorsResult } from '../shared/results.ts'
import { startView } from '../shared/start-view.tsx'
import { textOf } from '../shared/values.ts'
import { ActorList } from './actor-list.tsx'
import { ActorPage } from './actor-page.tsx'
import { isActor, isSearch } from './results.ts'

type Result = SearchActorsResult | GetActorResult

/** Shows Actors as cards, or one Actor with its input as a form. */
startView<Result>({
  name: 'actor',
  tools: ['search_actors', 'get_actor'],
  isResult: (value): value is Result => isSearch(value) || isActor(value),
  readAgain(args) {
    if (textOf(args.actorId) !== undefined) return { tool: 'get_actor', args }
    return typeof args.query === 'string' ? { tool: 'search_actors', args } : undefined
  },
  render: ({ result, args }) =>
    isSearch(result) ? (
      <ActorList result={result} args={args} />
    ) : (
      <ActorPage key={result.actorId} actor={result} section={textOf(args.section) ?? 'input'} />
    ),
})
