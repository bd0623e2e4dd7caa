import { useState } from 'react'
import type { SettingRow } from '../../../src-shared/contract/commands.ts'
import type { LimitRow } from '../../../src-shared/contract/schemas.ts'
import { useApp } from '../../state/app-store.ts'
import { Button } from '../../ui/button.tsx'
import { formatCount, formatOf } from '../../ui/format/numbers.ts'
import { heldBy, typedValue } from './setting-form.ts'
import { HeldNote, SettingLine } from './setting-line.tsx'
import { SETTING_LABELS } from './setting-words.ts'
import type { SettingsModel } from './use-settings.ts'
import { ValueField } from './value-field.tsx'

const LIMITS = [
  { name: 'requestsPerMinute', dimension: 'requests' },
  { name: 'inputTokensPerMinute', dimension: 'input' },
  { name: 'outputTokensPerMinute', dimension: 'output' },
] as const

const SOURCE_WORDS: Record<LimitRow['source'], string> = {
  learned: 'learned from the API',
  assumed: 'assumed for now',
  set: 'your own',
}

/** The three limits a minute: learned, or a person's own; with what is allowed and used now. */
export function LimitsLine({ settings }: { settings: SettingsModel }) {
  const limits = useApp((state) => state.window?.limits)
  if (!settings.row('requestsPerMinute')) return null
  return (
    <SettingLine
      title="Limits a minute"
      about="Assumed until the API’s first answer names them, then learned: nobody has to know their tier. Your own apply instead."
    >
      <div className="grid grid-cols-[96px_minmax(0,310px)_64px_minmax(0,1fr)] items-center gap-x-4 gap-y-1.5">
        <span />
        <span className="text-11 text-ink-3">Limit</span>
        <span className="text-right text-11 text-ink-3">Allowed</span>
        <span className="text-11 text-ink-3">Now</span>
        {LIMITS.map(({ name, dimension }) => {
          const row = settings.row(name)
          if (!row) return null
          const seen = limits?.find((limit) => limit.dimension === dimension)
          return <LimitCells key={name} label={SETTING_LABELS[name]} row={row} seen={seen} settings={settings} />
        })}
      </div>
      {LIMITS.map(({ name }) => {
        const row = settings.row(name)
        return row && <HeldNote key={name} row={row} />
      })}
    </SettingLine>
  )
}

interface LimitCellsProps {
  label: string
  row: SettingRow
  seen: LimitRow | undefined
  settings: SettingsModel
}

function LimitCells({ label, row, seen, settings }: LimitCellsProps) {
  const [typing, setTyping] = useState(false)
  const held = heldBy(row) !== null
  const own = row.value !== 'auto'
  return (
    <>
      <span>{label}</span>
      <span className="flex items-center gap-2">
        {own || typing ? (
          <>
            <ValueField
              className="min-w-0 grow"
              label={`${label} a minute, your own limit`}
              value={own ? formatCount(Number(row.value)) : ''}
              error={settings.errorOf(row.name)}
              disabled={held}
              onSave={(text) => settings.save(row.name, typedValue(text))}
            />
            {!held && (
              <Button
                look="quiet"
                size="small"
                aria-label={`${own ? 'Learn it' : 'Leave it'}: ${label}`}
                onClick={() => {
                  setTyping(false)
                  if (own) settings.save(row.name, null)
                }}
              >
                {own ? 'Learn it' : 'Leave it'}
              </Button>
            )}
          </>
        ) : (
          <>
            <span className="flex h-8 min-w-0 grow items-center gap-2 rounded-2 border border-line bg-sunken px-2.5">
              <span className="grow whitespace-nowrap tabular-nums">
                {seen ? formatCount(seen.limit) : 'not known yet'}
              </span>
              {seen && <span className="truncate text-11 text-ink-2">{SOURCE_WORDS[seen.source]}</span>}
            </span>
            <Button look="quiet" size="small" aria-label={`Set own… ${label}`} onClick={() => setTyping(true)}>
              Set own…
            </Button>
          </>
        )}
      </span>
      <span className="text-right tabular-nums">{seen ? formatCount(seen.allowed) : '–'}</span>
      {seen ? (
        <NowBar label={label} limit={seen} />
      ) : (
        <span className="text-12 text-ink-3">the first answer tells</span>
      )}
    </>
  )
}

/** Used and allowed on the scale of the limit: dashed is what we allow ourselves, the end is the limit. */
function NowBar({ label, limit }: { label: string; limit: LimitRow }) {
  const percent = (part: number) => `${limit.limit === 0 ? 0 : Math.min(100, (part / limit.limit) * 100)}%`
  return (
    <span
      role="meter"
      aria-label={`${label} now`}
      aria-valuemin={0}
      aria-valuemax={limit.limit}
      aria-valuenow={Math.min(limit.used, limit.limit)}
      aria-valuetext={formatOf(limit.used, limit.limit)}
      className="relative block h-4 border-r-2 border-ink"
    >
      <span className="absolute inset-x-0 top-[3px] h-2.5 bg-sunken" />
      <span className="absolute top-[3px] left-0 h-2.5 bg-water" style={{ width: percent(limit.used) }} />
      <span
        className="absolute inset-y-0 border-l border-dashed border-ink-2"
        style={{ left: percent(limit.allowed) }}
      />
    </span>
  )
}
