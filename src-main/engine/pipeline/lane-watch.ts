import type { PipelineContext } from './context.ts'

/** Tells people when the lane is held, with what to do, and when it is open again. */
export async function watchLane(context: PipelineContext): Promise<void> {
  let told: string | null = null
  while (!context.stopping.cancelled) {
    const seen = context.stepped.version()
    const held = context.lane.waiting()?.error ?? null
    if (held && held.code !== told) await context.activity('lane.held', null, `held: ${held.message}. ${held.remedy}`)
    if (!held && told) await context.activity('lane.opened', null, 'the lane is open again')
    told = held?.code ?? null
    await context.stepped.wait(seen, null)
  }
}
