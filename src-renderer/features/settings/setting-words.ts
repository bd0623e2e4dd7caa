import type { SettingName } from '../../../src-shared/model/settings.ts'

/** What a setting is called where it has its own place on the screen or a row under More. */
export const SETTING_LABELS: Record<SettingName, string> = {
  provider: 'Provider',
  model: 'Model',
  group: 'Group',
  preset: 'Preset',
  pace: 'Pace',
  safetyBuffer: 'Safety buffer',
  firstEstimateTokens: 'First estimate',
  maxOutputTokens: 'Longest answer',
  requestsPerMinute: 'Requests',
  inputTokensPerMinute: 'Input tokens',
  outputTokensPerMinute: 'Output tokens',
  limitWindowSeconds: 'Length of the window',
  interDocumentDelaySeconds: 'Rest between documents',
  retries: 'Tries of a call',
  retryBaseSeconds: 'First backoff',
  callTimeoutSeconds: 'Time for an answer',
  budgetUsdPerDay: 'Budget',
  maxQueued: 'Longest queue',
  phaseLookahead: 'Reading ahead',
  readerTimeoutSeconds: 'Time for reading a document',
  readerMemoryMegabytes: 'Memory of the reader',
  maxFileMegabytes: 'Largest file',
  backupHours: 'Backup',
  keepAnswersDays: 'Keep answers',
  keepFilesDays: 'Keep stored copies',
  graceSeconds: 'Time to land',
  logLevel: 'Log',
}

interface Choice {
  value: string
  label: string
  about: string
}

export const PROVIDER_CHOICES: readonly Choice[] = [
  { value: 'auto', label: 'Automatic', about: 'The model where there is a key, else the local finder.' },
  { value: 'anthropic', label: 'Anthropic', about: 'Chunks go to the API. Without a key the lane waits.' },
  { value: 'offline', label: 'Offline', about: 'A finder on this computer: names, few facts, no cost.' },
]

export const PACE_CHOICES: readonly Choice[] = [
  { value: 'cautious', label: 'Cautious', about: 'The safety buffer, and 60 s rest between documents.' },
  { value: 'normal', label: 'Normal', about: 'The safety buffer below: room for others on the key.' },
  { value: 'tight', label: 'Tight', about: '97 % of each limit, for a key of your own.' },
]

export const PRESET_CHOICES: readonly Choice[] = [
  { value: 'steady', label: 'Steady', about: 'One call at a time. Same ids on every run.' },
  { value: 'standard', label: 'Standard', about: 'Four calls at once. Same ids on every run.' },
]
