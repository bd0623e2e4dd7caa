import type { ReactNode } from 'react'
import type { SettingName } from '../../../src-shared/model/settings.ts'
import { ChoiceCards, type ChoiceCard } from './choice-cards.tsx'
import { heldBy } from './setting-form.ts'
import { HeldNote, RefusedNote, SettingLine } from './setting-line.tsx'
import { SETTING_LABELS } from './setting-words.ts'
import type { SettingsModel } from './use-settings.ts'

interface ChoiceLineProps {
  name: SettingName
  about: ReactNode
  choices: readonly ChoiceCard[]
  settings: SettingsModel
}

export function ChoiceLine({ name, about, choices, settings }: ChoiceLineProps) {
  const row = settings.row(name)
  if (!row) return null
  return (
    <SettingLine title={SETTING_LABELS[name]} about={about}>
      <ChoiceCards
        label={SETTING_LABELS[name]}
        value={String(row.value)}
        choices={choices}
        disabled={heldBy(row) !== null}
        onChange={(value) => settings.save(name, value)}
      />
      <RefusedNote message={settings.errorOf(name)} />
      <HeldNote row={row} />
    </SettingLine>
  )
}
