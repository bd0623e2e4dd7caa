import { useEffect, useState } from 'react'
import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import { useApp } from '../../state/app-store.ts'
import { useClient } from '../../state/client-context.ts'
import { useRun } from '../../state/use-run.ts'
import { Button } from '../../ui/button.tsx'
import { formatEstimate } from '../../ui/format/money.ts'
import { formatNumberOf } from '../../ui/format/numbers.ts'
import { notify } from '../../ui/toaster.tsx'
import { Banner } from './banner.tsx'

/** Once a model serves: to read again what was read without one. With its price, and never by itself. */
export function RereadOffer() {
  const client = useClient()
  const run = useRun()
  const serves = useApp(({ progress, online }) => online && progress !== null && progress.provider !== 'offline')
  const ended = useApp(({ progress }) => progress?.documentsEnded ?? 0)
  const [offer, setOffer] = useState<CommandOutput<'offline.get'> | null>(null)
  const [declined, setDeclined] = useState(false)
  useEffect(() => {
    let current = true
    if (serves) run(async () => client.call('offline.get', {}).then((found) => current && setOffer(found)))
    return () => {
      current = false
    }
  }, [client, run, serves, ended])
  if (!serves || declined || offer === null || offer.documents === 0) return null
  const documents = formatNumberOf(offer.documents, 'document')
  return (
    <Banner
      look="accent"
      icon="key"
      title={`${documents} ${offer.documents === 1 ? 'was' : 'were'} read without a model: names, few facts.`}
      actions={
        <>
          <Button onClick={() => setDeclined(true)}>Not now</Button>
          <Button
            look="primary"
            onClick={() =>
              run(async () => {
                const { documents: again } = await client.call('offline.reread', {})
                setOffer(null)
                notify(`${formatNumberOf(again.length, 'document')} back in the queue`)
              })
            }
          >
            Read {offer.documents === 1 ? 'it' : 'them'} again, {formatEstimate(offer.costUsd)}
          </Button>
        </>
      }
    >
      The model can read {formatNumberOf(offer.chunks, 'chunk')} again. What the finder found stays until each chunk is
      replaced.
    </Banner>
  )
}
