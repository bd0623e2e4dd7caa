import { useEffect, useState, type ReactNode } from 'react'
import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import { useClient } from '../../state/client-context.ts'
import { navigate } from '../../state/route.ts'
import { useRun } from '../../state/use-run.ts'
import { pickDocuments } from '../../shell/pick-documents.ts'
import { Button } from '../../ui/button.tsx'
import { shortcut } from '../../ui/format/keys.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { Panel } from '../../ui/panel.tsx'
import { TitleLine } from '../../ui/title-line.tsx'

/** For a newcomer: what to do, what happens to a document, what leaves this computer, a sample in one click. */
export function EmptyQueue() {
  return (
    <>
      <TitleLine title="Queue" sum="empty" />
      <div className="grid min-h-0 grow grid-cols-[minmax(0,1fr)_388px] grid-rows-[minmax(min-content,1fr)] gap-8 overflow-auto p-5 min-[1600px]:grid-cols-[minmax(0,1fr)_480px]">
        <div className="flex flex-col">
          <p className="max-w-[680px] text-24 font-strong tracking-[-0.015em]">
            Drop your documents and walk away. Sluice reads every page and builds a knowledge graph in which every fact
            opens the page it came from.
          </p>
          <DropZone />
          <h2 className="mt-8 font-head">What happens to a document</h2>
          <div className="mt-3 grid grid-cols-4 gap-2">
            {STEPS.map((step) => (
              <Step key={step.name} {...step} />
            ))}
          </div>
        </div>
        <BeforeTheFirst />
      </div>
    </>
  )
}

function DropZone() {
  return (
    <div className="mt-7 flex min-h-[236px] grow flex-col items-center justify-center gap-2 rounded-3 border-[1.5px] border-dashed border-line-strong bg-surface">
      <span className="text-accent">
        <Icon name="drop" size={36} stroke={1.3} />
      </span>
      <span className="text-15 font-strong">Drop files or whole folders here</span>
      <span className="text-12 text-ink-2">PDF · any number, also 100 MB each</span>
      <span className="mt-3 flex gap-2">
        <Button onClick={() => pickDocuments('files')}>
          Browse…
          <kbd className="rounded-1 border border-line bg-bg px-1 font-ui text-11 font-text text-ink-3">
            {shortcut('O')}
          </kbd>
        </Button>
        <Button onClick={() => pickDocuments('folder')}>Choose a folder…</Button>
      </span>
    </div>
  )
}

const STEPS = [
  { name: 'Intake', about: 'Hashed and copied. The same file twice is known and costs nothing.', sent: false },
  { name: 'Extraction', about: 'The text of every page. No page is skipped in silence.', sent: false },
  { name: 'Chunking', about: 'Cut at headings into pieces of about 900 tokens.', sent: false },
  { name: 'Graph', about: 'One call a chunk, paced so that the API has no reason to refuse.', sent: true },
]

function Step({ name, about, sent }: (typeof STEPS)[number]) {
  return (
    <div>
      <div
        className={`h-2.5 rounded-[2px] ${sent ? 'bg-accent-soft shadow-[inset_0_0_0_1px_var(--color-accent)]' : 'bg-sunken shadow-[inset_0_0_0_1px_var(--color-line-strong)]'}`}
      />
      <div className="mt-2.5 font-strong">{name}</div>
      <div className="mt-0.5 min-h-[54px] pr-3 text-12 min-[1600px]:min-h-9 leading-[18px] text-ink-2">{about}</div>
      <div className={`mt-2 flex items-center gap-[5px] text-12 ${sent ? 'font-strong text-accent' : 'text-ink-3'}`}>
        <Icon name={sent ? 'external' : 'lock'} size={13} />
        {sent ? 'text goes to the API' : 'stays on this computer'}
      </div>
    </div>
  )
}

function BeforeTheFirst() {
  const client = useClient()
  const run = useRun()
  const [key, setKey] = useState<CommandOutput<'key.get'>['key'] | undefined>()
  const [samples, setSamples] = useState(false)
  const [adding, setAdding] = useState(false)
  useEffect(() => {
    run(async () => client.call('key.get', {}).then((found) => setKey(found.key)))
    run(async () => client.call('host.info', {}).then((info) => setSamples(info.samples)))
  }, [client, run])
  const addSamples = async () => {
    setAdding(true)
    await client.call('samples.add', {}).finally(() => setAdding(false))
  }
  return (
    <Panel aria-label="Before the first document" className="self-start">
      <h2 className="px-4 pt-3.5 pb-3 font-head">Before the first document</h2>
      {samples && (
        <Point icon="file" tone="text-accent" title="No documents at hand?">
          Try the samples that come with Sluice.{' '}
          {key
            ? 'With your key the model reads them, for some cents.'
            : 'Without a key they are read on this computer and cost nothing.'}
          <div className="mt-2.5">
            <Button look="primary" disabled={adding} onClick={() => run(addSamples)}>
              Try the samples
            </Button>
          </div>
        </Point>
      )}
      {key === null && (
        <Point icon="key" tone="text-waiting" title="API key">
          None yet. Without one, a local finder makes a rough graph: names, few facts. Nothing leaves this computer.
          <div className="mt-2.5">
            <Button onClick={() => navigate({ screen: 'settings' })}>Add your key…</Button>
          </div>
        </Point>
      )}
      {key && (
        <Point icon="check" tone="text-ok" title="API key">
          The key that ends in <code>{key.ending}</code> is used. It is never shown again.
        </Point>
      )}
      <Point icon="water" tone="text-ink-3" title="Limits">
        Learned from the first answer. Until then we assume 50 requests, 30,000 input and 8,000 output tokens a minute.
      </Point>
    </Panel>
  )
}

function Point(props: { icon: IconName; tone: string; title: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[20px_1fr] gap-x-3 border-t border-line p-4">
      <span className={`mt-0.5 ${props.tone}`}>
        <Icon name={props.icon} size={18} />
      </span>
      <div>
        <div className="font-strong">{props.title}</div>
        <div className="mt-0.5 text-12 text-ink-2">{props.children}</div>
      </div>
    </div>
  )
}
