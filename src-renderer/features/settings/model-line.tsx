import { useState } from 'react'
import { Select } from '../../ui/field.tsx'
import { HeldNote, RefusedNote, SettingLine } from './setting-line.tsx'
import { heldBy, KNOWN_MODELS, modelLabel, priceText } from './setting-form.ts'
import type { SettingsModel } from './use-settings.ts'
import { ValueField } from './value-field.tsx'

const NOTHING_TYPED = ''

/** Known models with their prices, or any id the API knows. */
export function ModelLine({ settings }: { settings: SettingsModel }) {
  const row = settings.row('model')
  const [typing, setTyping] = useState(false)
  if (!row) return null
  const model = String(row.value)
  const other = typing || !KNOWN_MODELS.includes(model)
  const held = heldBy(row) !== null
  return (
    <SettingLine title="Model" about="A change applies to chunks not asked yet.">
      <div className="flex items-center gap-3">
        <Select
          label="Model"
          hiddenLabel
          className="w-70 shrink-0"
          value={other ? OTHER_VALUE : model}
          disabled={held}
          options={[
            ...KNOWN_MODELS.map((id) => ({ value: id, label: modelLabel(id) })),
            { value: OTHER_VALUE, label: 'Another, by its id…' },
          ]}
          onChange={(id) => {
            setTyping(id === OTHER_VALUE)
            if (id !== OTHER_VALUE) settings.save('model', id)
          }}
        />
        <span className="text-12 text-ink-2">{priceText(model)}</span>
      </div>
      {other && (
        <ValueField
          className="mt-2 w-70"
          label="The model’s id at the API"
          value={KNOWN_MODELS.includes(model) ? NOTHING_TYPED : model}
          disabled={held}
          error={settings.errorOf('model')}
          onSave={(text) => settings.save('model', text.trim() || null)}
        />
      )}
      {!other && <RefusedNote message={settings.errorOf('model')} />}
      <HeldNote row={row} />
    </SettingLine>
  )
}

/** No model has this id. */
const OTHER_VALUE = 'other…'
