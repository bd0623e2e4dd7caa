import { PHASES } from '../../../src-shared/model/phase.ts'
import type { CommandInput } from '../../../src-shared/contract/commands.ts'
import { useApp } from '../../state/app-store.ts'
import { useClient } from '../../state/client-context.ts'
import { PHASE_NAMES } from '../../state/row-text.ts'
import { useRun } from '../../state/use-run.ts'
import { Button } from '../../ui/button.tsx'
import { SplitButton } from '../../ui/split-button.tsx'
import { notify } from '../../ui/toaster.tsx'

/** Stops at once, at the end of the document, or one phase; and goes on again. */
export function PauseControl() {
  const client = useClient()
  const run = useRun()
  const paused = useApp((state) => state.paused)
  const { phases } = paused
  const working = useApp((state) => state.progress?.current?.name ?? null)
  const pause = (input: CommandInput<'queue.pause'>) =>
    run(async () => {
      useApp.setState({ paused: await client.call('queue.pause', input) })
      if (input.finishDocument) notify(`Pauses when “${working ?? 'the document'}” has ended`)
    })
  const resume = (input: CommandInput<'queue.resume'>) =>
    run(async () => useApp.setState({ paused: await client.call('queue.resume', input) }))

  if (paused.all) {
    return (
      <Button look="primary" icon="play" onClick={() => resume({})}>
        Resume
      </Button>
    )
  }
  return (
    <>
      {phases.length > 0 && (
        <Button
          icon="play"
          onClick={() =>
            run(async () => {
              for (const phase of phases) useApp.setState({ paused: await client.call('queue.resume', { phase }) })
            })
          }
        >
          Resume {phases.length === 1 && phases[0] ? PHASE_NAMES[phases[0]] : `${phases.length} phases`}
        </Button>
      )}
      <SplitButton
        icon="pause"
        moreLabel="More ways to pause"
        onClick={() => pause({})}
        groups={[
          [
            {
              label: 'Finish this document, then pause',
              icon: 'pause',
              disabled: working === null,
              onSelect: () => pause({ finishDocument: true }),
            },
          ],
          PHASES.map((phase) =>
            phases.includes(phase)
              ? { label: `Resume ${PHASE_NAMES[phase]}`, icon: 'play', onSelect: () => resume({ phase }) }
              : { label: `Pause ${PHASE_NAMES[phase]}`, icon: 'pause', onSelect: () => pause({ phase }) },
          ),
        ]}
      >
        Pause
      </SplitButton>
    </>
  )
}
