import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { beginningOf } from '../shared/beginning-of.ts'
import { ActionButton } from '../shared/parts/button.tsx'
import { Folded } from '../shared/parts/folded.tsx'
import { ErrorLine, Status } from '../shared/parts/status.tsx'
import type { SearchActorsResult } from '../shared/results.ts'
import { useAction, useFormats, useHost } from '../shared/use-host.ts'
import { ActorPage } from './actor-page.tsx'
import { readSection } from './read-sections.ts'
import { type Card, isSearch, readCards } from './results.ts'
import { useLoaded } from './use-loaded.ts'

interface ActorListProps {
  result: SearchActorsResult
  /** The arguments of the search, for its further pages. */
  args: Record<string, unknown>
}

/** Shows the Actors of a search as cards, of which each opens its Actor. */
export function ActorList({ result, args }: ActorListProps) {
  const host = useHost()
  const formats = useFormats()
  const [pages, setPages] = useState([result])
  const [wanted, setWanted] = useState<Card>()
  const [last, setLast] = useState<string>()
  useLayoutEffect(() => {
    setPages([result])
    setWanted(undefined)
  }, [result])
  const next = pages.at(-1)?.next
  const more = useAction({
    async run() {
      const page = await host.call('search_actors', { query: '', ...args, ...next }, isSearch)
      setPages([...pages, page])
    },
  })
  const load = wanted && (() => readSection(host, wanted.actorId, 'input'))
  const opening = useLoaded(load, wanted?.actorId ?? '')
  if (wanted && opening.value) {
    const back = () => {
      setLast(wanted.actorId)
      setWanted(undefined)
    }
    return <ActorPage actor={opening.value} card={wanted} section="input" onBack={back} />
  }
  const cards = pages.flatMap(readCards)
  return (
    <>
      <h1>
        {cards.length === 1 ? '1 Actor' : `${formats.number(result.total ?? cards.length)} Actors`}
      </h1>
      <ul class="cards">
        {cards.map((card, i) => (
          <CardOf
            key={i}
            card={card}
            isLast={card.actorId === last}
            onOpen={host.canCall('get_actor') ? () => setWanted(card) : undefined}
          />
        ))}
      </ul>
      <Status>{wanted && !opening.error && `Reading ${wanted.actorId}…`}</Status>
      <ErrorLine text={opening.error} />
      {next !== undefined && host.canCall('search_actors') && (
        <ActionButton action={more}>Show more Actors</ActionButton>
      )}
      {pages.at(-1)?.note !== undefined && <p class="quiet">{pages.at(-1)?.note}</p>}
    </>
  )
}

interface CardProps {
  card: Card
  /** Whether it was opened last, so that it takes the focus again. */
  isLast: boolean
  onOpen: (() => void) | undefined
}

function CardOf({ card, isLast, onOpen }: CardProps) {
  const formats = useFormats()
  const button = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => {
    if (isLast) button.current?.focus()
  }, [])
  const title = <bdi>{beginningOf(card.title, 120)}</bdi>
  return (
    <li class="card">
      <h2 class="data">
        {onOpen ? (
          <button ref={button} type="button" class="plain" onClick={onOpen}>
            {title}
          </button>
        ) : (
          title
        )}
      </h2>
      <code class="quiet">
        <bdi>{card.actorId}</bdi>
      </code>
      {card.description !== undefined && (
        <p>
          <Folded text={card.description} of={card.title.slice(0, 120)} />
        </p>
      )}
      <ul class="stats">
        {card.price !== undefined && (
          <li class="price">
            <bdi>{card.price}</bdi>
          </li>
        )}
        {card.rating !== undefined && (
          <li>
            <span aria-hidden="true">★ {formats.number(card.rating)}</span>
            <span class="hidden-text">Rated {formats.number(card.rating)} of 5</span>
          </li>
        )}
        {card.users !== undefined && (
          <li>{`${formats.number(card.users)} ${card.users === 1 ? 'user' : 'users'}`}</li>
        )}
        {card.notice !== undefined && <li class="notice">{card.notice}</li>}
      </ul>
    </li>
  )
}
