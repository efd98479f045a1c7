import type { Control } from './control.ts'
import { CONTROLS } from './controls.ts'
import { type Transport, WAY_NAMES, WAYS, type WayName } from './ways.ts'

export interface Cell {
  control: Control
  way: WayName
  transport: Transport
  /** Why there is nothing to try; undefined if there is. */
  reason: string | undefined
}

/** Returns the cells of a transport, those that do not apply among them. */
export function cellsOf(transport: Transport): Cell[] {
  return CONTROLS.flatMap((control) =>
    WAY_NAMES.map((way) => ({
      control,
      way,
      transport,
      reason: reasonOf(control, way, transport),
    })),
  )
}

function reasonOf(control: Control, way: WayName, { kind }: Transport): string | undefined {
  const ofWay: Partial<Record<string, string>> = WAYS[way]
  const ofControl = control.without[way]
  if (control.hasIssuer && kind !== 'HTTP') return ofWay[kind] ?? 'access tokens come over HTTP'
  return ofWay[kind] ?? ofControl
}
