import { useMemo } from 'react'
import { PHASE_NAMES } from '../../../src-shared/model/phase.ts'
import { useApp } from '../../state/app-store.ts'
import type { Eta } from '../../state/eta.ts'
import { isEnded } from '../../state/rows.ts'
import { selectRows, useCalm } from '../../state/use-calm.ts'
import { useNow } from '../../state/use-now.ts'
import { shortError } from '../../state/wait-text.ts'
import { pickDocuments } from '../../shell/pick-documents.ts'
import { Button } from '../../ui/button.tsx'
import { formatClock } from '../../ui/format/clock.ts'
import { shortcut } from '../../ui/format/keys.ts'
import { formatNumberOf, formatOf } from '../../ui/format/numbers.ts'
import { Menu } from '../../ui/menu.tsx'
import { TitleLine } from '../../ui/title-line.tsx'
import { PauseControl } from './pause-control.tsx'

export function QueueTitle({ ends }: { ends: ReadonlyMap<string, Eta> }) {
  return (
    <TitleLine title="Queue" sum={<Sum ends={ends} />}>
      <AddDocuments />
      <PauseControl />
    </TitleLine>
  )
}

export function AddDocuments() {
  return (
    <Menu
      groups={[
        [
          { label: 'Files…', icon: 'file', keys: shortcut('O'), onSelect: () => pickDocuments('files') },
          { label: 'A folder…', icon: 'folder', onSelect: () => pickDocuments('folder') },
        ],
      ]}
    >
      <Button icon="plus">Add documents</Button>
    </Menu>
  )
}

function Sum({ ends }: { ends: ReadonlyMap<string, Eta> }) {
  const rows = useCalm(selectRows)
  const { left, pages, counted } = useMemo(() => {
    const open = [...rows.values()].filter((row) => !isEnded(row))
    const counted = open.every((row) => row.pages !== null)
    return { left: open.length, pages: open.reduce((sum, row) => sum + (row.pages ?? 0), 0), counted }
  }, [rows])
  const end = useEnd(ends)
  // The control of a pause needs the room.
  const pausing = useApp(({ paused }) => paused.finishing !== null || paused.phases.length > 0)
  if (left === 0) return <>{formatNumberOf(rows.size, 'document')}, all ended</>
  const parts = [`${formatOf(left, rows.size)} documents to go`]
  if (pages > 0 && !pausing) parts.push(`${formatNumberOf(pages, 'page')}${counted ? '' : ' counted so far'}`)
  if (end !== null) parts.push(end)
  return <>{parts.join(' · ')}</>
}

/** When all will be over, or why that cannot be told. */
function useEnd(ends: ReadonlyMap<string, Eta>): string | null {
  const progress = useApp((state) => state.progress)
  const paused = useApp((state) => state.paused)
  const now = useNow(10_000)
  if (paused.all && paused.finishing === null) return 'paused until you resume'
  if (progress?.waitReason?.kind === 'service') {
    const { error, text } = progress.waitReason
    return `no end in sight: ${error === null ? text : shortError(error.code)}`
  }
  if (paused.phases.length > 0) return `${paused.phases.map((phase) => PHASE_NAMES[phase]).join(' and ')} paused`
  // The last that waits ends last; those after it have ended.
  const last = [...ends.values()].at(-1)
  if (paused.finishing !== null) {
    return `finishes this document${last === undefined ? ', then pauses' : `, pauses about ${formatClock(now + last.ms, { now })}`}`
  }
  return last === undefined ? null : `done about ${formatClock(now + last.ms, { now })}`
}
