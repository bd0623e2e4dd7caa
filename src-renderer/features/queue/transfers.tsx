import type { Transfer } from '../../client/client.ts'
import { useApp } from '../../state/app-store.ts'
import { IconButton } from '../../ui/button.tsx'
import { formatBytes } from '../../ui/format/bytes.ts'
import { formatCount, formatNumberOf } from '../../ui/format/numbers.ts'
import { Mark } from '../../ui/mark.tsx'
import { ProgressBar } from '../../ui/meter.tsx'
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx'
import { Panel } from '../../ui/panel.tsx'

/** How many are told one by one. */
const SHOWN = 4

/** Files on their way into the queue. What has come is a row and no longer here; what went wrong stays until it is closed. */
export function Transfers() {
  const transfers = useApp((state) => state.transfers)
  if (transfers.length === 0) return null
  const wrong = transfers.filter((transfer) => transfer.error !== null)
  const going = transfers.filter((transfer) => transfer.error === null)
  const first = [...wrong, ...going].slice(0, SHOWN)
  return (
    <Panel aria-label="Files on their way" className="mx-5 mb-3 shrink-0 px-4 py-2">
      <div className="flex h-7 items-center gap-2">
        <span className="font-strong">Adding</span>
        <span className="grow text-12 text-ink-3">
          {[
            ...(going.length > 0 ? [`${formatNumberOf(going.length, 'file')} on the way`] : []),
            ...(wrong.length > 0 ? [`${formatNumberOf(wrong.length, 'file')} not taken`] : []),
          ].join(', ')}
        </span>
        {going.length === 0 && (
          <IconButton
            icon="cross"
            size="small"
            look="quiet"
            label="Close the list"
            onClick={() => useApp.setState({ transfers: [] })}
          />
        )}
      </div>
      <ul>
        {first.map((transfer, i) => (
          // Two folders may hold files of one name.
          <Row key={`${i} ${transfer.name}`} transfer={transfer} />
        ))}
      </ul>
      {transfers.length > SHOWN && (
        <div className="text-12 text-ink-3">and {formatCount(transfers.length - SHOWN)} more</div>
      )}
    </Panel>
  )
}

function Row({ transfer }: { transfer: Transfer }) {
  return (
    <li className="grid h-7 grid-cols-[minmax(0,1fr)_minmax(0,1fr)_150px] items-center gap-4">
      <MiddleEllipsis name={transfer.name} />
      {transfer.error === null ? (
        <ProgressBar label={transfer.name} done={transfer.sent} total={transfer.bytes} />
      ) : (
        <span className="flex items-center gap-1.5 text-failed" title={transfer.error}>
          <Mark name="failed" />
          <span className="truncate">{transfer.error}</span>
        </span>
      )}
      <span className="text-right text-12 text-ink-3">
        {transfer.error === null && `${formatBytes(transfer.sent)} of `}
        {formatBytes(transfer.bytes)}
      </span>
    </li>
  )
}
