import { useEffect, useRef, useState, type DragEvent, type ReactNode } from 'react'
import { useApp } from '../state/app-store.ts'
import { useClient } from '../state/client-context.ts'
import { navigate } from '../state/route.ts'
import { useRun } from '../state/use-run.ts'
import { Icon } from '../ui/icon.tsx'
import { setPicker } from './pick-documents.ts'

const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files')

/** The whole window takes files and folders; the pickers do the same for the keyboard. */
export function DropRoom({ children }: { children: ReactNode }) {
  const client = useClient()
  const run = useRun()
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  /** Each child that is entered counts one more, so that leaving an inner one does not end the drag. */
  const depth = useRef(0)

  useEffect(() => {
    setPicker((what) => {
      const input = (what === 'files' ? files : folder).current
      if (!input) return
      // The same files may be picked again. Emptied before, for emptying would empty the list that was handed on.
      input.value = ''
      input.click()
    })
    return () => setPicker(null)
  }, [])

  const add = (items: FileList | DataTransferItemList) => {
    navigate({ screen: 'queue' })
    run(async () => client.add(items, (transfers) => useApp.setState({ transfers })))
  }
  const picked = (input: HTMLInputElement) => {
    if (input.files && input.files.length > 0) add(input.files)
  }

  return (
    <div
      className="h-full"
      onDragEnter={(event) => {
        if (!hasFiles(event)) return
        depth.current += 1
        setOver(true)
      }}
      onDragOver={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      }}
      onDragLeave={(event) => {
        if (!hasFiles(event)) return
        depth.current -= 1
        if (depth.current <= 0) setOver(false)
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        depth.current = 0
        setOver(false)
        add(event.dataTransfer.items)
      }}
    >
      {children}
      <input
        ref={files}
        type="file"
        multiple
        accept=".pdf,application/pdf"
        aria-label="Files to add"
        hidden
        onChange={(event) => picked(event.currentTarget)}
      />
      <input
        ref={folder}
        type="file"
        webkitdirectory=""
        aria-label="Folder to add"
        hidden
        onChange={(event) => picked(event.currentTarget)}
      />
      {over && (
        <div className="pointer-events-none fixed inset-0 z-50 bg-scrim p-4">
          <div className="flex h-full flex-col items-center justify-center gap-2 rounded-3 border-2 border-dashed border-accent bg-surface">
            <span className="text-accent">
              <Icon name="drop" size={40} stroke={1.3} />
            </span>
            <span className="text-24">Drop to add them to the queue</span>
            <span className="text-ink-2">PDF files and folders of them, any number, also 100 MB each</span>
          </div>
        </div>
      )}
    </div>
  )
}
