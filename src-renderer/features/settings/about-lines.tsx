import { useAnswer } from '../../state/use-answer.ts'
import { setTheme, type Theme, THEMES, useTheme } from '../../state/theme.ts'
import { Button } from '../../ui/button.tsx'
import { Chips } from '../../ui/chips.tsx'
import { ErrorNote } from '../../ui/notes.tsx'
import { notify, notifyError } from '../../ui/toaster.tsx'
import { SettingLine } from './setting-line.tsx'

const THEME_LABELS: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' }

export function ThemeLine() {
  const theme = useTheme()
  return (
    <SettingLine title="Theme" about="Of this window on this computer.">
      <Chips
        label="Theme"
        chips={THEMES.map((value) => ({ value, label: THEME_LABELS[value] }))}
        value={theme}
        onChange={setTheme}
      />
    </SettingLine>
  )
}

/** Where everything is kept, and which Sluice this is. */
export function HostLines() {
  const { data, error, reload } = useAnswer('host.info', {})
  if (error) return <ErrorNote error={error} onRetry={reload} />
  if (!data) return null
  const copy = () =>
    navigator.clipboard
      .writeText(data.dataFolder)
      .then(() => notify('The path of the data folder was copied.'), notifyError)
  return (
    <>
      <SettingLine
        title="Data folder"
        about="Queue, ledger, graph and your documents’ copies. Named with --data or SLUICE_DATA_DIR at the start."
      >
        <div className="flex items-center gap-2">
          <code className="min-w-0 break-all select-all">{data.dataFolder}</code>
          <Button size="small" onClick={() => void copy()}>
            Copy the path
          </Button>
        </div>
      </SettingLine>
      <SettingLine title="Version" about="Of the engine this window is connected to.">
        Sluice {data.version}
      </SettingLine>
    </>
  )
}
