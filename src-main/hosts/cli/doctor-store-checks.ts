import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import type { Api } from '../api.ts'
import { ASKING_KINDS, checkApi } from './doctor-api-checks.ts'
import { check, type Check, type Finding } from './doctor-checks.ts'
import { keptText, removedText } from './retention-lines.ts'
import { COMMAND, counted, formatCount, utcMinute } from './wording.ts'

/** What only the store knows; asked of its owner, or of the store itself. */
export async function checkStore(api: Api, now: number): Promise<Check[]> {
  return [
    await check('backups', async () => checkBackups(await api.call('backups.list', {}), now)),
    await check('retention', async () => checkRetention(await api.call('retention.get', {}))),
    await check('api', async () => {
      const [progress, { key }, { activities }] = await Promise.all([
        api.call('queue.progress', {}),
        api.call('key.get', {}),
        api.call('activity.list', { kinds: ASKING_KINDS, limit: 1 }),
      ])
      return checkApi({ progress, key, last: activities[0] })
    }),
    await check('limits', async () => checkLimits(await api.call('limits.get', {}))),
    await check('graph', async () => checkGraph(await api.call('graph.stats', {}))),
    await check('clock', async () => checkClock(await api.call('activity.list', { limit: 1 }), now)),
  ]
}

/** A backup made by itself may be a day old, or two where the computer slept. */
const OLD_MS = 3 * 86_400_000

export function checkBackups({ backups: all }: CommandOutput<'backups.list'>, now: number): Finding {
  const backups = all.filter(({ kind }) => kind === 'backup')
  const [newest] = backups
  if (!newest) return { ok: true, message: 'none yet', remedy: `One is made by itself; at once: ${COMMAND} backup` }
  const message = `${counted(backups.length, 'copy', 'copies')}, the newest of ${utcMinute(newest.at)}`
  return { ok: true, message, remedy: now - newest.at > OLD_MS ? `It is old. Make one: ${COMMAND} backup` : '' }
}

/** What is kept for a time only, and what removing it will cost and has. */
export function checkRetention(retention: CommandOutput<'retention.get'>): Finding {
  const { answers, files } = retention
  const going = answers.answers + files.files > 0
  const remedy = going
    ? `What is older goes while Sluice works. To keep it, set keepAnswersDays or keepFilesDays to 0: ${COMMAND} config`
    : ''
  return {
    ok: true,
    message: [keptText(retention), removedText(retention)].filter((text) => text !== '').join('; '),
    remedy,
  }
}

const SOURCES = { assumed: 'assumed until the API names it', learned: 'named by the API', set: 'set by you' } as const

export function checkLimits({ limits }: CommandOutput<'limits.get'>): Finding {
  if (limits.length === 0) return { ok: true, message: 'none: no model is asked', remedy: '' }
  const told = limits.map((row) => `${formatCount(row.limit)} ${row.dimension} (${SOURCES[row.source]})`)
  return { ok: true, message: `a minute: ${told.join(', ')}`, remedy: '' }
}

export function checkGraph(graph: CommandOutput<'graph.stats'>): Finding {
  const { entities, relationships, episodes } = graph
  const message = `${counted(entities, 'entity', 'entities')}, ${counted(relationships, 'fact')} from ${counted(episodes, 'chunk')}`
  return { ok: true, message, remedy: '' }
}

/** Clocks of two machines that share a folder, or of one that is set by hand, differ by some seconds. */
const SLACK_MS = 60_000

/** A clock that went back: what happened last would be still to come. */
export function checkClock({ activities }: CommandOutput<'activity.list'>, now: number): Finding {
  const last = activities[0]?.at ?? 0
  if (last <= now + SLACK_MS) return { ok: true, message: utcMinute(now), remedy: '' }
  return {
    ok: false,
    message: `expected a time after what happened last (${utcMinute(last)}), came ${utcMinute(now)}`,
    remedy: 'Set the clock of this computer. Nothing is lost: pacing does not trust a clock that goes back.',
  }
}
