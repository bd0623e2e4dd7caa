/** Long enough for any browser to have begun reading it. */
const RELEASE_MS = 60_000

/** Hands a file made here to the browser's own way of saving. */
export function saveFile(name: string, content: Blob): void {
  follow(content, (link) => (link.download = name))
}

/** Shows a file in a tab of its own, by the browser's viewer. */
export function showFile(content: Blob): void {
  follow(content, (link) => {
    link.target = '_blank'
    link.rel = 'noopener'
  })
}

function follow(content: Blob, prepare: (link: HTMLAnchorElement) => void): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  prepare(link)
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), RELEASE_MS)
}
