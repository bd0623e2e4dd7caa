import { useMemo } from 'react'
import { selectRows, useCalm } from '../../state/use-calm.ts'
import { filterCounts, type Filter } from '../../state/filters.ts'
import { pickDocuments } from '../../shell/pick-documents.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Chips, type Chip } from '../../ui/chips.tsx'
import { formatCount } from '../../ui/format/numbers.ts'
import { TextField } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Menu } from '../../ui/menu.tsx'
import type { RowMenu } from './use-row-menu.tsx'

/** What the eye finds without a search. */
const FEW = 20

/** What has room beside filters and search at the least width; the rest is in a menu. */
const MOST_BUTTONS = 3

interface FilterLineProps {
  filter: Filter
  onFilter: (filter: Filter) => void
  name: string
  onName: (name: string) => void
  chosen: number
  menu: RowMenu
  onClear: () => void
}

/** Which documents are shown; what can be done with the chosen ones, or the hint where to drop more. */
export function FilterLine({ filter, onFilter, name, onName, chosen, menu, onClear }: FilterLineProps) {
  const rows = useCalm(selectRows)
  const counts = useMemo(() => filterCounts(rows), [rows])
  const chips: Chip<Filter>[] = [
    { value: 'all', label: 'All', count: counts.all },
    { value: 'working', label: 'Working', count: counts.working },
    { value: 'waiting', label: 'Waiting', count: counts.waiting },
    { value: 'failed', label: 'Failed', count: counts.failed },
    { value: 'completed', label: 'Completed', count: counts.completed },
    {
      value: 'needs',
      label: 'Needs you',
      count: counts.needs,
      mark: counts.needs > 0 && <Mark name="gap" />,
      apart: true,
    },
  ]
  return (
    <div className="flex shrink-0 items-center gap-3 px-5 pt-3 pb-2">
      <Chips label="Filter" chips={chips} value={filter} onChange={onFilter} />
      {(name !== '' || counts.all > FEW) && (
        <TextField
          label="Find a document by name"
          hiddenLabel
          type="search"
          icon="search"
          placeholder="Find by name"
          className="w-44"
          value={name}
          onChange={(event) => onName(event.target.value)}
        />
      )}
      {chosen > 0 ? <Chosen count={chosen} menu={menu} onClear={onClear} /> : <DropHint />}
    </div>
  )
}

function Chosen({ count, menu, onClear }: { count: number; menu: RowMenu; onClear: () => void }) {
  const items = menu.groups.flat()
  const shown = items.length > MOST_BUTTONS ? items.slice(0, MOST_BUTTONS - 1) : items
  return (
    <div
      role="toolbar"
      aria-label="Chosen documents"
      className="flex h-9 min-w-0 grow items-center gap-1 overflow-x-auto rounded-2 bg-selected pr-1 pl-3 text-12"
    >
      <span className="mr-2 font-strong whitespace-nowrap">{formatCount(count)} chosen</span>
      {shown.map((item) => (
        <Button
          key={item.label}
          size="small"
          look="quiet"
          className={item.danger ? 'text-failed' : ''}
          onClick={item.onSelect}
        >
          {item.label}
        </Button>
      ))}
      {items.length > shown.length && (
        <Menu groups={[items.slice(shown.length)]}>
          <IconButton size="small" look="quiet" icon="more" label="More for the chosen documents" />
        </Menu>
      )}
      <span className="grow" />
      <IconButton size="small" look="quiet" icon="cross" label="Choose none" onClick={onClear} />
    </div>
  )
}

function DropHint() {
  return (
    <div className="flex h-9 min-w-0 grow items-center gap-2 rounded-2 border border-dashed border-line-strong px-3 text-12 text-ink-2">
      <Icon name="drop" />
      <span className="min-w-0 grow truncate">Drop files or folders into this window</span>
      <Button size="small" look="quiet" className="-mr-2.5" onClick={() => pickDocuments('files')}>
        Browse…
      </Button>
    </div>
  )
}
