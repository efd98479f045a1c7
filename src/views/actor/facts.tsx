import type { ComponentChildren } from 'preact'

interface FactsProps {
  /** Values by their names. Those that are missing are left out. */
  facts: Record<string, ComponentChildren>
  isInline?: boolean
}

/** Shows names with their values, below or beside each other. */
export function Facts({ facts, isInline }: FactsProps) {
  return (
    <dl class={isInline ? 'facts inline' : 'facts'}>
      {Object.entries(facts).map(([name, value]) =>
        value ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ) : null,
      )}
    </dl>
  )
}
