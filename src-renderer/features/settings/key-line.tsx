import { useState, type FormEvent } from 'react'
import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import { asSluiceError, type ErrorInfo } from '../../../src-shared/contract/errors.ts'
import { useClient } from '../../state/client-context.ts'
import { KEPT_WORDS, SENT_WORDS } from '../../state/sent-words.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { useRun } from '../../state/use-run.ts'
import { Button } from '../../ui/button.tsx'
import { AlertDialog } from '../../ui/alert-dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { sentence } from '../../ui/format/sentence.ts'
import { ErrorNote } from '../../ui/notes.tsx'
import { KeyCheck, type Checked } from './key-check.tsx'
import { SettingLine } from './setting-line.tsx'

type StoredKey = NonNullable<CommandOutput<'key.get'>['key']>

const SOURCES: Record<StoredKey['source'], string> = {
  keyring: 'In this computer’s own key store. It is never shown again, only replaced.',
  file: 'In a file of the data folder that only you can read: no key store of this computer took it.',
  environment: 'From ANTHROPIC_API_KEY in the environment; it goes before a key kept here.',
}

/** Where the key comes from and how it ends, never the key: replace, test, forget. */
export function KeyLine() {
  const client = useClient()
  const run = useRun()
  const { data, error, reload } = useAnswer('key.get', {})
  const [typing, setTyping] = useState(false)
  const [forgetting, setForgetting] = useState(false)
  const [checked, setChecked] = useState<Checked>({ state: 'none' })
  const stored = data?.key ?? null

  const check = async () => {
    setChecked({ state: 'asking' })
    try {
      setChecked({ state: 'answered', at: Date.now(), answer: await client.call('key.check', {}) })
    } catch (thrown) {
      setChecked({ state: 'failed', error: asSluiceError(thrown).info })
    }
  }
  const saved = () => {
    setTyping(false)
    reload()
    void check()
  }
  const forget = async () => {
    await client.call('key.set', { key: null })
    setChecked({ state: 'none' })
    reload()
  }
  return (
    <SettingLine
      title="API key"
      about={
        stored
          ? SOURCES[stored.source]
          : 'Kept in this computer’s own key store, never shown again. Without one, a local finder makes a rough graph.'
      }
    >
      {error && <ErrorNote error={error} />}
      {typing || (data && stored === null) ? (
        <KeyForm onSaved={saved} onCancel={stored ? () => setTyping(false) : null} />
      ) : (
        stored && (
          <div className="flex items-center gap-2">
            <output
              aria-label={`A key that ends in ${stored.ending}`}
              className="flex h-8 w-70 items-center rounded-2 border border-line bg-sunken px-2.5 tracking-[.12em] text-ink-2"
            >
              •••••••••••••{stored.ending}
            </output>
            {stored.source !== 'environment' && <Button onClick={() => setTyping(true)}>Replace…</Button>}
            <Button onClick={() => run(check)} disabled={checked.state === 'asking'}>
              Test
            </Button>
            {stored.source !== 'environment' && (
              <Button look="quiet" onClick={() => setForgetting(true)}>
                Forget…
              </Button>
            )}
          </div>
        )
      )}
      <KeyCheck checked={checked} />
      <p className="mt-2 text-12 text-ink-3">
        {stored ? sentence(SENT_WORDS) : `With a key, ${SENT_WORDS}`} {KEPT_WORDS}
      </p>
      <AlertDialog
        open={forgetting}
        onOpenChange={setForgetting}
        title="Forget the key?"
        about="Calls wait until there is another one; no document is lost. The key itself stays valid at Anthropic: to end it, delete it in the console."
        action="Forget the key"
        danger
        onAction={() => run(forget)}
      />
    </SettingLine>
  )
}

function KeyForm({ onSaved, onCancel }: { onSaved: () => void; onCancel: (() => void) | null }) {
  const client = useClient()
  const [key, setKey] = useState('')
  const [error, setError] = useState<ErrorInfo | null>(null)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await client.call('key.set', { key })
      onSaved()
    } catch (thrown) {
      setError(asSluiceError(thrown).info)
    }
  }
  return (
    <form className="flex items-start gap-2" onSubmit={(event) => void save(event)}>
      <TextField
        label="API key"
        hiddenLabel
        type="password"
        autoComplete="off"
        autoFocus={onCancel !== null}
        placeholder="sk-ant-…"
        className="w-70"
        value={key}
        error={error && `${error.message} ${error.remedy}`}
        onChange={(event) => setKey(event.target.value)}
      />
      <Button type="submit" look="primary" disabled={key.trim() === ''}>
        Save the key
      </Button>
      {onCancel && <Button onClick={onCancel}>Cancel</Button>}
    </form>
  )
}
