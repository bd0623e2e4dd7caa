/** Height of the drawing above the axis, in px; the limit stands a little below the top. */
export const HEIGHT = 104
const HEADROOM = 1.12
/** Room for the figures of the two lines. */
const LABELS = 44
/** Room for the gate behind the tank. */
const GATE = 20
const TANK = 48
const JOIN = 6

/** Where things stand in a drawing of a width, in px from its left. */
export function layout(width: number): { canal: number; join: number; tank: number; gate: number } {
  const gate = width - GATE
  return { canal: LABELS, join: gate - TANK - JOIN, tank: gate - TANK, gate }
}

/** Px from the top at which a share of the limit is drawn. */
export function levelY(share: number): number {
  return HEIGHT * (1 - Math.min(HEADROOM, Math.max(0, share)) / HEADROOM)
}

export interface Canal {
  /** The path of its surface. */
  surface: string
  /** Where that begins: at `from`, or later where less than all the time has passed. */
  begin: number
}

/** The canal: what was used in the steps of the last ten minutes, ending at the present level. Null without a value. */
export function canalOf(
  values: readonly number[],
  limit: number,
  now: number,
  { from, to, steps }: { from: number; to: number; steps: number },
): Canal | null {
  if (values.length === 0 || limit === 0) return null
  const shares = [...values.slice(0, -1).map((value) => value / limit), now].slice(-steps)
  const step = (to - from) / Math.max(1, steps - 1)
  const begin = to - step * (shares.length - 1)
  const surface = shares
    .map((share, i) => `${i === 0 ? 'M' : 'L'}${(begin + step * i).toFixed(1)} ${levelY(share).toFixed(1)}`)
    .join('')
  return { surface, begin }
}
