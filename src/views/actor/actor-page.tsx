import '../shared/parts/tabs.css'
import { useState } from 'preact/hooks'
import { beginningOf } from '../shared/beginning-of.ts'
import { Button } from '../shared/parts/button.tsx'
import { Folded } from '../shared/parts/folded.tsx'
import type { GetActorResult } from '../shared/results.ts'
import { useFormats, useHost } from '../shared/use-host.ts'
import { Facts } from './facts.tsx'
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
      <nav aria-label="Sections of the Actor" class="tabs">
        {names.map((name) => (
          <button
            key={name}
            type="button"
            aria-current={name === selected}
            onClick={() => select(name)}
          >
            {SECTIONS[name]}
          </button>
        ))}
      </nav>
      {names
        .filter((name) => seen.has(name))
        .map((name) => (
          <div key={name} hidden={name !== selected}>
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
  const { build, memoryMbytes, timeoutSecs } = actor
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
      <Facts
        isInline
        facts={{
          Price: actor.price ?? card?.price,
          Rating: card?.rating && `${formats.number(card.rating)} of 5`,
          Users: card?.users && formats.number(card.users),
          Memory: memoryMbytes && `${formats.number(memoryMbytes)} MB`,
          Timeout: timeoutSecs && formats.duration(timeoutSecs * 1000),
          Build: build,
        }}
      />
    </header>
  )
}
