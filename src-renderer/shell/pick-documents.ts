/** Set by the room that holds the hidden inputs; the pickers open from anywhere in the window. */
let open: ((what: 'files' | 'folder') => void) | null = null

export function setPicker(picker: typeof open): void {
  open = picker
}

/** Opens the browser's picker; must run in a person's own click or key. */
export function pickDocuments(what: 'files' | 'folder'): void {
  open?.(what)
}
