const apple = /^(Mac|iP)/.test(globalThis.navigator?.platform ?? '')

/** The keys for a letter with the platform's own modifier: "Ctrl O", "⌘ O". */
export function shortcut(letter: string): string {
  return `${apple ? '⌘' : 'Ctrl'} ${letter}`
}
