/** Which rows are chosen, where the keyboard stands, and from where a range grows. */
export interface Selection {
  selected: ReadonlySet<string>
  focus: string | null
  anchor: string | null
}

export const NO_SELECTION: Selection = { selected: new Set(), focus: null, anchor: null }

type Ids = readonly string[]

interface Keys {
  shift?: boolean
  ctrl?: boolean
}

/** A click: alone it chooses one, with Ctrl it adds or takes away, with Shift it chooses from the anchor to here. */
export function click(selection: Selection, ids: Ids, id: string, { shift = false, ctrl = false }: Keys): Selection {
  if (shift) return extendTo(selection, ids, id)
  return ctrl ? toggle(selection, id) : { selected: new Set([id]), focus: id, anchor: id }
}

/** Adds the row to the chosen ones, or takes it away. */
export function toggle({ selected }: Selection, id: string): Selection {
  const next = new Set(selected)
  if (!next.delete(id)) next.add(id)
  return { selected: next, focus: id, anchor: id }
}

/** The keyboard by `by` rows, ±Infinity to an end; with Shift the range grows, with Ctrl only the focus moves. */
export function move(selection: Selection, ids: Ids, by: number, { shift = false, ctrl = false }: Keys): Selection {
  if (ids.length === 0) return selection
  const at = selection.focus === null ? -1 : ids.indexOf(selection.focus)
  const from = at === -1 && by < 0 ? ids.length : at
  const id = ids[Math.max(0, Math.min(ids.length - 1, from + by))]
  if (id === undefined) return selection
  if (shift) return extendTo(selection, ids, id)
  return ctrl ? { ...selection, focus: id } : click(selection, ids, id, {})
}

export function selectAll(selection: Selection, ids: Ids): Selection {
  return { ...selection, selected: new Set(ids) }
}

/** Forgets rows that are gone or filtered away, so that no command hits what is not seen. */
export function keepOnly(selection: Selection, ids: Ids): Selection {
  const { selected, focus, anchor } = selection
  if (selected.size === 0 && focus === null) return selection
  const there = new Set(ids)
  const kept = [...selected].filter((id) => there.has(id))
  const lost = (id: string | null) => id !== null && !there.has(id)
  if (kept.length === selected.size && !lost(focus) && !lost(anchor)) return selection
  return { selected: new Set(kept), focus: lost(focus) ? null : focus, anchor: lost(anchor) ? null : anchor }
}

function extendTo({ anchor }: Selection, ids: Ids, id: string): Selection {
  const from = anchor === null ? -1 : ids.indexOf(anchor)
  const to = ids.indexOf(id)
  if (from === -1) return { selected: new Set([id]), focus: id, anchor: id }
  return { selected: new Set(ids.slice(Math.min(from, to), Math.max(from, to) + 1)), focus: id, anchor }
}
