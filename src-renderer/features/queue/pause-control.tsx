import { PHASE_NAMES, PHASES } from '../../../src-shared/model/phase.ts'
import type { CommandInput } from '../../../src-shared/contract/commands.ts'
import { useApp } from '../../state/app-store.ts'
import { useClient } from '../../state/client-context.ts'
import { useRun } from '../../state/use-run.ts'
import { FINISHING } from '../../state/wait-text.ts'
import { Button } from '../../ui/button.tsx'
import { SplitButton } from '../../ui/split-button.tsx'

/** Stops at once, at the end of the document, or one phase; and goes on again. */
export function PauseControl() {
  const client = useClient()
  const run = useRun()
  const paused = useApp((state) => state.paused)
  const { phases } = paused
  const working = useApp((state) => state.progress?.current !== null)
  const pause = (input: CommandInput<'queue.pause'>) =>
    run(async () => useApp.setState({ paused: await client.call('queue.pause', input) }))
  const resume = (input: CommandInput<'queue.resume'>) =>
    run(async () => useApp.setState({ paused: await client.call('queue.resume', input) }))

  if (paused.finishing !== null) return <Finishing onPause={() => pause({})} />
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
              disabled: !working,
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

/** The pause that is to come: it can be taken back, or taken at once. Phases that were paused by themselves stay so. */
function Finishing({ onPause }: { onPause: () => void }) {
  const client = useClient()
  const run = useRun()
  const takeBack = async () => {
    const { phases } = useApp.getState().paused
    useApp.setState({ paused: await client.call('queue.resume', {}) })
    for (const phase of phases) useApp.setState({ paused: await client.call('queue.pause', { phase }) })
  }
  return (
    <>
      {/* Seen in the status bar and in the sum of the screen. */}
      <span role="status" className="sr-only">
        {FINISHING}
      </span>
      <Button icon="play" onClick={() => run(takeBack)}>
        Do not pause
      </Button>
      <Button icon="pause" onClick={onPause}>
        Pause now
      </Button>
    </>
  )
}
