import { z } from 'zod'
import { DEFAULT_MODEL } from './models.ts'

interface SettingKind<T extends z.ZodType = z.ZodType> {
  schema: T
  default: z.output<T>
  unit: string
  /** What it decides, in one line. */
  about: string
}

function setting<T extends z.ZodType>(schema: T, fallback: z.output<T>, unit: string, about: string): SettingKind<T> {
  return { schema, default: fallback, unit, about }
}

/** Numbers arrive as text from the environment and the command line. */
const number = (min: number, max: number) => z.coerce.number().min(min).max(max)
const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max)
const autoOr = (min: number, max: number) => z.union([z.literal('auto'), whole(min, max)])
const offOr = (min: number, max: number) => z.union([z.literal('off'), number(min, max)])

/** Every setting with its bounds, default, unit and meaning: the one place they are defined. */
export const SETTINGS = {
  provider: setting(
    z.enum(['auto', 'anthropic', 'offline']),
    'auto',
    '',
    'who reads the chunks; auto: the model if there is a key',
  ),
  model: setting(z.string().min(1).max(100), DEFAULT_MODEL, '', "the model's id at the API"),
  group: setting(z.string().regex(/^[A-Za-z0-9_-]{1,64}$/), 'default', '', 'the graph that documents go into'),
  preset: setting(z.enum(['steady', 'standard']), 'steady', '', 'calls in flight at once: steady 1, standard 4'),
  pace: setting(
    z.enum(['cautious', 'normal', 'tight']),
    'normal',
    '',
    'share of the limit used: 0.80 (cautious and normal), 0.97 (tight)',
  ),
  safetyBuffer: setting(
    number(0.1, 0.97),
    0.8,
    'share',
    'part of each limit that Sluice allows itself; pace tight uses 0.97',
  ),
  firstEstimateTokens: setting(
    whole(100, 50_000),
    3000,
    'tokens a chunk',
    'estimate of a call until usage has been learned',
  ),
  maxOutputTokens: setting(whole(256, 20_000), 4000, 'tokens', 'longest answer; never above half of the output limit'),
  requestsPerMinute: setting(
    autoOr(1, 1_000_000),
    'auto',
    'requests a minute',
    'limit of requests; auto: learned from the API',
  ),
  inputTokensPerMinute: setting(
    autoOr(1000, 1_000_000_000),
    'auto',
    'tokens a minute',
    'limit of input tokens; auto: learned from the API',
  ),
  outputTokensPerMinute: setting(
    autoOr(1000, 1_000_000_000),
    'auto',
    'tokens a minute',
    'limit of output tokens; auto: learned from the API',
  ),
  limitWindowSeconds: setting(number(0.5, 3600), 60, 'seconds', "length of the API's minute; shorter only in tests"),
  interDocumentDelaySeconds: setting(
    number(0, 86_400),
    0,
    'seconds',
    'pause between two documents; at least 60 in pace cautious',
  ),
  retries: setting(whole(0, 100), 5, 'tries', 'how often one call is tried again before its chunk becomes a gap'),
  retryBaseSeconds: setting(number(0.01, 600), 2, 'seconds', 'first backoff; it doubles with each try'),
  callTimeoutSeconds: setting(number(1, 3600), 600, 'seconds', 'how long an answer may take'),
  budgetUsdPerDay: setting(
    offOr(0, 1_000_000),
    'off',
    'dollars a day',
    'the lane is held when a UTC day has cost this much',
  ),
  maxQueued: setting(
    whole(0, 1_000_000),
    0,
    'documents',
    'most documents that may wait; more are refused; 0: no bound',
  ),
  phaseLookahead: setting(
    whole(1, 1000),
    4,
    'documents',
    'how many documents the phases before kg_ingest may run ahead',
  ),
  readerTimeoutSeconds: setting(number(1, 86_400), 300, 'seconds a document', 'how long reading one document may take'),
  readerMemoryMegabytes: setting(whole(256, 65_536), 1024, 'MB', 'memory that the reader process may use'),
  maxFileMegabytes: setting(whole(1, 10_240), 500, 'MB', 'largest file that is taken'),
  backupHours: setting(
    offOr(1, 8760),
    24,
    'hours',
    'how often the database is copied; the three newest copies are kept',
  ),
  keepAnswersDays: setting(
    number(0, 36_500),
    0,
    'days',
    'how long answers are kept, so as not to be paid twice; 0: for ever',
  ),
  keepFilesDays: setting(
    number(0, 36_500),
    0,
    'days',
    'how long stored copies are kept, to show pages from; 0: for ever',
  ),
  graceSeconds: setting(number(0, 600), 20, 'seconds', 'how long a stop waits for the calls in flight'),
  logLevel: setting(z.enum(['debug', 'info', 'warn', 'error']), 'info', '', 'what the log keeps'),
} satisfies Record<string, SettingKind>

export type SettingName = keyof typeof SETTINGS
export type Settings = { readonly [K in SettingName]: z.output<(typeof SETTINGS)[K]['schema']> }
export type SettingValue = string | number

export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[]

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name)
}

/** `limitWindowSeconds` → `SLUICE_LIMIT_WINDOW_SECONDS`. */
export function environmentName(name: string): string {
  return `SLUICE_${name.replace(/[A-Z]/g, (c) => `_${c}`).toUpperCase()}`
}

/** The bounds of a setting in words, for messages and `config`. */
export function boundsOf(name: SettingName): string {
  const json = z.toJSONSchema(SETTINGS[name].schema, { io: 'output', unrepresentable: 'any' }) as JsonBounds
  return describe(json)
}

interface JsonBounds {
  enum?: string[]
  const?: string
  anyOf?: JsonBounds[]
  minimum?: number
  maximum?: number
  pattern?: string
}

function describe(json: JsonBounds): string {
  if (json.anyOf) return json.anyOf.map(describe).join(' or ')
  if (json.enum) return json.enum.join(' | ')
  if (json.const !== undefined) return json.const
  if (json.minimum !== undefined) return `${json.minimum} to ${json.maximum}`
  if (json.pattern !== undefined) return 'letters, digits, - and _ (at most 64)'
  return 'text'
}

/** The value a text stands for, or null where it is out of bounds. */
export function parseSetting<K extends SettingName>(name: K, value: unknown): Settings[K] | null {
  if (typeof value === 'string' && value.trim() === '') return null
  const parsed = SETTINGS[name].schema.safeParse(value)
  return parsed.success ? (parsed.data as Settings[K]) : null
}

export const DEFAULT_SETTINGS = Object.fromEntries(
  SETTING_NAMES.map((name) => [name, SETTINGS[name].default]),
) as unknown as Settings

/** The share of each limit Sluice allows itself under the pace. */
export function allowedShare(settings: Pick<Settings, 'pace' | 'safetyBuffer'>): number {
  return settings.pace === 'tight' ? Math.max(settings.safetyBuffer, 0.97) : settings.safetyBuffer
}

export function callsInFlight(settings: Pick<Settings, 'preset'>): number {
  return settings.preset === 'standard' ? 4 : 1
}

export function interDocumentDelayMs(settings: Pick<Settings, 'pace' | 'interDocumentDelaySeconds'>): number {
  const seconds = settings.interDocumentDelaySeconds
  return 1000 * (settings.pace === 'cautious' ? Math.max(60, seconds) : seconds)
}
