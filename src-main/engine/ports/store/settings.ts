/** Small values by name: saved settings, pauses, learned figures. Values are JSON. */
export interface SettingStore {
  readSettings(prefix: string): Promise<Record<string, unknown>>
  /** Null removes it. */
  writeSetting(name: string, value: unknown): Promise<void>
}
