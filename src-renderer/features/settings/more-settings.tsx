import type { SettingRow } from '../../../src-shared/contract/commands.ts'
import { isSettingName } from '../../../src-shared/model/settings.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import { sentence } from '../../ui/format/sentence.ts'
import { formatCount } from '../../ui/format/numbers.ts'
import { EmptyNote } from '../../ui/notes.tsx'
import { choicesOf, heldBy, typedValue } from './setting-form.ts'
import { isRetention, RetentionNote } from './retention-note.tsx'
import { HeldNote, RefusedNote, SettingLine } from './setting-line.tsx'
import { SETTING_LABELS } from './setting-words.ts'
import type { SettingsModel } from './use-settings.ts'
import { ValueField } from './value-field.tsx'

export function labelOf(row: SettingRow): string {
  return isSettingName(row.name) ? SETTING_LABELS[row.name] : row.name
}

/** Settings by name, each with its bounds, where its value comes from and how to give it otherwise. */
export function MoreSettings({ rows, settings }: { rows: readonly SettingRow[]; settings: SettingsModel }) {
  if (rows.length === 0) return <EmptyNote icon="search" title="No setting of that name" />
  return rows.map((row) => <MoreLine key={row.name} row={row} settings={settings} />)
}

function MoreLine({ row, settings }: { row: SettingRow; settings: SettingsModel }) {
  const choices = choicesOf(row)
  const held = heldBy(row) !== null
  const label = labelOf(row)
  return (
    <SettingLine title={label} about={sentence(row.about)}>
      <div className="flex items-start gap-3">
        {choices ? (
          <Select
            label={label}
            hiddenLabel
            className="w-60"
            value={String(row.value)}
            disabled={held}
            options={choices.map((value) => ({ value, label: value }))}
            onChange={(value) => settings.save(row.name, value)}
          />
        ) : (
          <ValueField
            className="w-60"
            label={label}
            unit={row.unit}
            value={String(row.value)}
            disabled={held}
            error={settings.errorOf(row.name)}
            onSave={(text) => settings.save(row.name, typedValue(text))}
          />
        )}
        {row.source === 'saved' && (
          <Button
            look="quiet"
            aria-label={`Back to ${row.default}: ${label}`}
            onClick={() => settings.save(row.name, null)}
          >
            Back to {row.default}
          </Button>
        )}
      </div>
      {choices && <RefusedNote message={settings.errorOf(row.name)} />}
      <div className="mt-1 text-12 text-ink-3">
        {boundsText(row)} · <code>{row.environment}</code>
      </div>
      {isRetention(row.name) && <RetentionNote row={row} />}
      <HeldNote row={row} />
    </SettingLine>
  )
}

function boundsText({ bounds: plain, source, default: fallback }: SettingRow): string {
  const bounds = plain.replaceAll(/\d{4,}/g, (digits) => formatCount(Number(digits)))
  return source === 'default' ? `${bounds}, as delivered` : `${bounds}, ${fallback} as delivered`
}
