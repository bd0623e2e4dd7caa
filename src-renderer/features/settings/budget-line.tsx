import { useState } from 'react'
import { useApp } from '../../state/app-store.ts'
import { Switch } from '../../ui/field.tsx'
import { formatMoney } from '../../ui/format/money.ts'
import { heldBy, typedValue } from './setting-form.ts'
import { HeldNote, SettingLine } from './setting-line.tsx'
import type { SettingsModel } from './use-settings.ts'
import { ValueField } from './value-field.tsx'

/** A day's budget: what is spent, and where the lane is held. */
export function BudgetLine({ settings }: { settings: SettingsModel }) {
  const spent = useApp((state) => state.progress?.today.costUsd ?? 0)
  const row = settings.row('budgetUsdPerDay')
  const [typing, setTyping] = useState(false)
  if (!row) return null
  const set = row.value !== 'off'
  const held = heldBy(row) !== null
  return (
    <SettingLine
      title="Budget"
      about="Calls wait when a day (UTC) has cost this much; they go on the next day, or when you raise it."
    >
      <div className="flex min-h-8 items-center gap-4">
        <Switch
          label="Hold the lane at a budget"
          checked={set || typing}
          disabled={held}
          onChange={(on) => {
            setTyping(on)
            if (!on && set) settings.save('budgetUsdPerDay', null)
          }}
        />
        {(set || typing) && (
          <ValueField
            className="w-45"
            label="Budget in dollars a day"
            unit="dollars a day"
            value={set ? String(row.value) : ''}
            disabled={held}
            error={settings.errorOf('budgetUsdPerDay')}
            onSave={(text) => settings.save('budgetUsdPerDay', typedValue(text.replace('$', '')))}
          />
        )}
        <span className="text-12 text-ink-3">{formatMoney(spent)} spent today</span>
      </div>
      <HeldNote row={row} />
    </SettingLine>
  )
}
