import { useId, useState } from 'preact/hooks'
import { beginningOf } from '../shared/beginning-of.ts'
import { Button } from '../shared/parts/button.tsx'
import { Folded } from '../shared/parts/folded.tsx'
import type { GetActorResult } from '../shared/results.ts'
import { useFormats, useHost } from '../shared/use-host.ts'
import type { Card } from './results.ts'
import { InputSection, OtherSection } from './sections.tsx'

const SECTIONS = { input: 'Input', readme: 'README', output: 'Output', pricing: 'Pricing' }
type Section = keyof typeof SECTIONS
const NAMES: Section[] = ['input', 'readme', 'output', 'pricing']

interface ActorPageProps {
  actor: GetActorResult
  /** The section that the result has. */
  section: string
  /** What a list says of the Actor. */
  card?: Card | undefined
  onBack?: (() => void) | undefined
}

/** Shows one Actor: what it is, and its sections. */
export function ActorPage({ actor, section, card, onBack }: ActorPageProps) {
  const host = useHost()
  const id = useId()
  const first = NAMES.find((name) => name === section) ?? 'input'
  const [selected, setSelected] = useState(first)
  const [seen, setSeen] = useState<ReadonlySet<Section>>(new Set([first]))
  // Without calls there is only what the result has.
  const names = host.canCall('get_actor') ? NAMES : [first]
  const select = (name: Section) => {
    setSelected(name)
    setSeen(new Set([...seen, name]))
  }
  return (
    <>
      {onBack && <Button onPress={onBack}>Back to the list</Button>}
      <Head actor={actor} card={card} />
      <Tabs id={id} names={names} selected={selected} onSelect={select} />
      {names
        .filter((name) => seen.has(name))
        .map((name) => (
          <div
            key={name}
            role="tabpanel"
            id={`${id}-${name}-panel`}
            aria-labelledby={`${id}-${name}`}
            hidden={name !== selected}
          >
            <h2 class="hidden-text">{SECTIONS[name]}</h2>
            {name === 'input' ? (
              <InputSection given={first === name ? actor : undefined} actorId={actor.actorId} />
            ) : (
              <OtherSection
                given={first === name ? actor : undefined}
                actorId={actor.actorId}
                section={name}
              />
            )}
          </div>
        ))}
    </>
  )
}

function Head({ actor, card }: { actor: GetActorResult; card: Card | undefined }) {
  const formats = useFormats()
  const title = actor.title ?? card?.title ?? actor.actorId
  const description = actor.description ?? card?.description
  const facts: [string, string | undefined][] = [
    ['Price', actor.price ?? card?.price],
    ['Rating', card?.rating === undefined ? undefined : `${formats.number(card.rating)} of 5`],
    ['Users', card?.users === undefined ? undefined : formats.number(card.users)],
    [
      'Memory',
      actor.memoryMbytes === undefined ? undefined : `${formats.number(actor.memoryMbytes)} MB`,
    ],
    [
      'Timeout',
      actor.timeoutSecs === undefined ? undefined : formats.duration(actor.timeoutSecs * 1000),
    ],
    ['Build', actor.build],
  ]
  return (
    <header>
      <h1 class="data">
        <bdi>{beginningOf(title, 200)}</bdi>
      </h1>
      <p class="quiet">
        <code>
          <bdi>{actor.actorId}</bdi>
        </code>
      </p>
      {description !== undefined && (
        <p>
          <Folded text={description} of="the description" />
        </p>
      )}
      <dl class="facts inline">
        {facts.map(
          ([name, value]) =>
            value !== undefined && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <bdi>{value}</bdi>
                </dd>
              </div>
            ),
        )}
      </dl>
    </header>
  )
}

interface TabsProps {
  id: string
  names: readonly Section[]
  selected: Section
  onSelect: (name: Section) => void
}

/** Tabs of which the arrow keys select the next one. */
function Tabs({ id, names, selected, onSelect }: TabsProps) {
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const next = names[(names.indexOf(selected) + (step ?? 0) + names.length) % names.length]
    if (step === undefined || next === undefined) return
    event.preventDefault()
    onSelect(next)
    document.getElementById(`${id}-${next}`)?.focus()
  }
  return (
    <div role="tablist" aria-label="Sections of the Actor" class="tabs" onKeyDown={move}>
      {names.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`${id}-${name}`}
          aria-selected={name === selected}
          aria-controls={`${id}-${name}-panel`}
          tabIndex={name === selected ? 0 : -1}
          onClick={() => onSelect(name)}
        >
          {SECTIONS[name]}
        </button>
      ))}
    </div>
  )
}
