import { InvalidArgumentError, Option } from 'commander'

/** How many rows at most: `--limit`. */
export function limitOption(rows: string, { most, usual }: { most: number; usual: number }): Option {
  return new Option('--limit <n>', `at most so many ${rows}, up to ${most}`)
    .default(usual)
    .argParser((value: string) => {
      if (/^[1-9]\d{0,8}$/.test(value) && Number(value) <= most) return Number(value)
      throw new InvalidArgumentError(`expected a whole number from 1 to ${most}`)
    })
}
