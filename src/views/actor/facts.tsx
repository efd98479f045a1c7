import type { ComponentChildren } from 'preact'
import { Fact } from '../shared/parts/fact.tsx'

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
          <Fact key={name} name={name}>
            <bdi>{value}</bdi>
          </Fact>
        ) : null,
      )}
    </dl>
  )
}
