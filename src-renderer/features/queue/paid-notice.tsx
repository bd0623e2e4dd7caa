import { useState } from 'react'
import { useApp } from '../../state/app-store.ts'
import { KEPT_WORDS, SENT_WORDS } from '../../state/sent-words.ts'
import { sentence } from '../../ui/format/sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Banner } from './banner.tsx'

const KEY = 'sluice.paid-notice'

function wasRead(): boolean {
  try {
    return localStorage.getItem(KEY) !== null
  } catch {
    return false
  }
}

/** Before the first paid call, once: what leaves this computer. Stays until it was read. */
export function PaidNotice() {
  const [read, setRead] = useState(wasRead)
  const soon = useApp(
    ({ progress }) => progress !== null && progress.provider !== 'offline' && progress.documentsLeft > 0,
  )
  const paidBefore = useApp(({ progress }) => (progress?.costUsd ?? 0) > 0 || (progress?.today.costUsd ?? 0) > 0)
  /** Once shown it does not vanish under the reader's eyes with the first answer. */
  const [shown, setShown] = useState(false)
  if (soon && !paidBefore && !shown && !read) setShown(true)
  if (!shown || read) return null
  return (
    <Banner
      look="accent"
      icon="external"
      title={sentence(SENT_WORDS)}
      actions={
        <Button
          onClick={() => {
            setRead(true)
            try {
              localStorage.setItem(KEY, '1')
            } catch {
              // Storage is forbidden: it is said again in the next window.
            }
          }}
        >
          Understood
        </Button>
      }
    >
      {KEPT_WORDS} Each call is paid once and its price is in the report.
    </Banner>
  )
}
