import { Slider } from 'radix-ui'
import { useState } from 'react'
import { heldBy } from './setting-form.ts'
import { HeldNote, RefusedNote, SettingLine } from './setting-line.tsx'
import type { SettingsModel } from './use-settings.ts'

const LEAST = 10
const MOST = 97

/** Our share of each limit, in per cent; saved when the slider is let go. */
export function BufferLine({ settings }: { settings: SettingsModel }) {
  const row = settings.row('safetyBuffer')
  const [moved, setMoved] = useState<number | null>(null)
  if (!row) return null
  const percent = moved ?? Math.round(Number(row.value) * 100)
  const tight = settings.row('pace')?.value === 'tight'
  const save = (value: number) => {
    settings.save('safetyBuffer', value / 100)
    setMoved(null)
  }
  return (
    <SettingLine title="Safety buffer" about="Our share of each limit; the rest is for others on the key.">
      <div className="flex h-8 items-center gap-4">
        <Slider.Root
          className="relative flex h-5 w-94 touch-none items-center select-none data-disabled:opacity-60"
          min={LEAST}
          max={MOST}
          value={[percent]}
          disabled={heldBy(row) !== null}
          onValueChange={([value]) => setMoved(value ?? null)}
          onValueCommit={([value]) => value !== undefined && save(value)}
        >
          <Slider.Track className="relative h-1.5 grow rounded-full bg-line">
            <Slider.Range className="absolute h-full rounded-full bg-water" />
          </Slider.Track>
          <Slider.Thumb
            aria-label="Safety buffer, per cent of each limit"
            aria-valuetext={`${percent} %`}
            className="block size-4 rounded-full border-2 border-accent bg-surface"
          />
        </Slider.Root>
        <span className="font-strong tabular-nums">{percent} %</span>
        <span className="text-12 text-ink-3">
          {tight ? 'pace Tight uses 97 % in its place' : `${LEAST} to ${MOST} %`}
        </span>
      </div>
      <RefusedNote message={settings.errorOf('safetyBuffer')} />
      <HeldNote row={row} />
    </SettingLine>
  )
}
