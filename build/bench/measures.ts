import type { Measure } from './figure.ts'
import { disk } from './measures/disk.ts'
import { eventLoop } from './measures/event-loop.ts'
import { interaction } from './measures/interaction.ts'
import { journeys } from './measures/journeys.ts'
import { load } from './measures/load.ts'
import { mainJob } from './measures/main-job.ts'
import { memory } from './measures/memory.ts'
import { overhead } from './measures/overhead.ts'
import { pageMemory } from './measures/page-memory.ts'
import { queue10000 } from './measures/queue-10000.ts'
import { reading } from './measures/reading.ts'
import { restart } from './measures/restart.ts'
import { start } from './measures/start.ts'
import { steps } from './measures/steps.ts'
import { upload } from './measures/upload.ts'
import { windowStart } from './measures/window-start.ts'

/** Every measure by the name it is asked for. */
export const MEASURES: Record<string, Measure> = {
  'main-job': mainJob,
  overhead,
  reading,
  'event-loop': eventLoop,
  'queue-10000': queue10000,
  steps,
  load,
  disk,
  memory,
  start,
  restart,
  upload,
  'window-start': windowStart,
  interaction,
  journeys,
  'page-memory': pageMemory,
}
