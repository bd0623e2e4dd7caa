import { useEffect, useMemo, useState } from 'react'
import type { SettingRow } from '../../../src-shared/contract/commands.ts'
import { asSluiceError, type ErrorInfo } from '../../../src-shared/contract/errors.ts'
import type { SettingName } from '../../../src-shared/model/settings.ts'
import { useApp, type AppState } from '../../state/app-store.ts'
import { useClient } from '../../state/client-context.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { sentence } from '../../ui/format/sentence.ts'

export interface SettingsModel {
  rows: readonly SettingRow[]
  row: (name: SettingName) => SettingRow | null
  /** What the engine said to the last value that was tried; null where it took it. */
  errorOf: (name: string) => string | null
  /** Saved at once; null takes the saved value back. */
  save: (name: string, value: string | number | null) => void
  error: ErrorInfo | null
  reload: () => void
}

/** The settings in force. A value is shown when the engine has taken it, never before. */
export function useSettings(): SettingsModel {
  const client = useClient()
  // Another window or terminal changes settings, too.
  const { data, error, reload } = useAnswer('config.get', {}, useApp(selectLastChange))
  /** Taken since the answer came. */
  const [saved, setSaved] = useState<ReadonlyMap<string, SettingRow>>(new Map())
  useEffect(() => setSaved(new Map()), [data])
  const [errors, setErrors] = useState<ReadonlyMap<string, string>>(new Map())
  const rows = useMemo(() => (data?.settings ?? []).map((row) => saved.get(row.name) ?? row), [data, saved])

  const trySave = async (name: string, value: string | number | null) => {
    try {
      const row = await client.call('config.set', { name, value })
      setSaved((old) => new Map(old).set(name, row))
      setErrors((old) => without(old, name))
    } catch (thrown) {
      setErrors((old) => new Map(old).set(name, sentence(asSluiceError(thrown).message)))
    }
  }
  return {
    rows,
    row: (name) => rows.find((row) => row.name === name) ?? null,
    errorOf: (name) => errors.get(name) ?? null,
    save: (name, value) => void trySave(name, value),
    error,
    reload,
  }
}

function without(map: ReadonlyMap<string, string>, name: string): ReadonlyMap<string, string> {
  return new Map([...map].filter(([key]) => key !== name))
}

const selectLastChange = ({ activities }: AppState): number | undefined =>
  activities.find(({ kind }) => kind === 'setting.changed')?.seq
