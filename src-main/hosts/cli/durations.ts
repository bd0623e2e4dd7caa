import { SluiceError } from '../../../src-shared/contract/errors.ts'

const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** "90", "90s", "10m", "1.5h" in milliseconds; a bare number is seconds. Rejects with usage. */
export function parseDuration(text: string, option: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text.trim()) ?? []
  if (number === undefined) {
    throw new SluiceError('usage', `${option} expects seconds or a time like 10m or 2h, came "${text}"`)
  }
  return Number(number) * (UNIT_MS[unit ?? 's'] as number)
}

/** "4 s", "3 min 20 s", "2 h 5 min": the two largest units. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (ms > 0 && ms < 950) return `${(ms / 1000).toFixed(1)} s`
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ]
  const first = parts.findIndex(([value]) => value > 0)
  if (first === -1) return '0 s'
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${value} ${unit}`)
    .join(' ')
}
