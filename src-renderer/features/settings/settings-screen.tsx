import { useState } from 'react'
import { Tabs } from 'radix-ui'
import { TextField } from '../../ui/field.tsx'
import { ErrorNote } from '../../ui/notes.tsx'
import { TitleLine } from '../../ui/title-line.tsx'
import { HostLines, ThemeLine } from './about-lines.tsx'
import { BudgetLine } from './budget-line.tsx'
import { BufferLine } from './buffer-line.tsx'
import { ChoiceLine } from './choice-line.tsx'
import { KeyLine } from './key-line.tsx'
import { LimitsLine } from './limits-line.tsx'
import { ModelLine } from './model-line.tsx'
import { labelOf, MoreSettings } from './more-settings.tsx'
import { matchesSearch, moreSettings } from './setting-form.ts'
import { PACE_CHOICES, PRESET_CHOICES, PROVIDER_CHOICES } from './setting-words.ts'
import { type SettingsModel, useSettings } from './use-settings.ts'

/** Lines no longer than the eye follows. */
const WIDTH = 'max-w-232 min-[1600px]:max-w-320'

const SECTIONS = [
  { id: 'api', label: 'API and pace' },
  { id: 'more', label: 'More' },
  { id: 'window', label: 'Window and data' },
] as const

/** What a person may decide, in its order of importance; the rest under More, or by search. */
export default function SettingsScreen() {
  const settings = useSettings()
  const [query, setQuery] = useState('')
  const found = query.trim() === '' ? null : settings.rows.filter((row) => matchesSearch(row, labelOf(row), query))
  return (
    <>
      <div className="border-b border-line">
        <TitleLine title="Settings" sum="saved as you change them">
          <TextField
            label="Find a setting"
            hiddenLabel
            type="search"
            icon="search"
            placeholder="Find a setting"
            className="w-60"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setQuery('')
            }}
          />
        </TitleLine>
      </div>
      {settings.error && (
        <div className="px-5 pt-3">
          <ErrorNote error={settings.error} onRetry={settings.reload} />
        </div>
      )}
      {found === null ? (
        <Sections settings={settings} />
      ) : (
        <div className="min-h-0 grow overflow-y-auto px-8 pb-6">
          <div className={WIDTH}>
            <MoreSettings rows={found} settings={settings} />
          </div>
        </div>
      )}
    </>
  )
}

function Sections({ settings }: { settings: SettingsModel }) {
  return (
    <Tabs.Root
      defaultValue={SECTIONS[0].id}
      orientation="vertical"
      className="grid min-h-0 grow grid-cols-[188px_minmax(0,1fr)] grid-rows-[minmax(0,1fr)]"
    >
      <Tabs.List aria-label="Sections" className="flex flex-col border-r border-line px-3 py-4">
        {SECTIONS.map(({ id, label }) => (
          <Tabs.Trigger
            key={id}
            value={id}
            className="flex h-8 items-center rounded-2 px-2 text-ink-2 hover:bg-hover data-[state=active]:bg-surface data-[state=active]:font-strong data-[state=active]:text-ink data-[state=active]:shadow-[0_0_0_1px_var(--color-line)]"
          >
            {label}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Section id="api">
        <KeyLine />
        <ChoiceLine name="provider" about="Who reads the chunks." choices={PROVIDER_CHOICES} settings={settings} />
        <ModelLine settings={settings} />
        <LimitsLine settings={settings} />
        <ChoiceLine name="pace" about="How near to the limits we go." choices={PACE_CHOICES} settings={settings} />
        <BufferLine settings={settings} />
        <ChoiceLine name="preset" about="How many calls fly at once." choices={PRESET_CHOICES} settings={settings} />
        <BudgetLine settings={settings} />
      </Section>
      <Section id="more">
        <MoreSettings rows={moreSettings(settings.rows)} settings={settings} />
      </Section>
      <Section id="window">
        <ThemeLine />
        <HostLines />
      </Section>
    </Tabs.Root>
  )
}

function Section({ id, children }: { id: (typeof SECTIONS)[number]['id']; children: React.ReactNode }) {
  return (
    <Tabs.Content value={id} className="min-h-0 overflow-y-auto px-8 pt-1 pb-6 outline-offset-[-2px]">
      <div className={WIDTH}>{children}</div>
    </Tabs.Content>
  )
}
