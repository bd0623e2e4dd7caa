import { Toast } from 'radix-ui'
import { create } from 'zustand'
import { asSluiceError } from '../../src-shared/contract/errors.ts'
import { sentence } from './format/sentence.ts'
import { Icon } from './icon.tsx'
import { Mark } from './mark.tsx'

interface Notice {
  id: number
  text: string
  /** What to do about it. */
  remedy: string | null
  code: string | null
}

const useNotices = create<{ notices: readonly Notice[]; next: number }>(() => ({ notices: [], next: 1 }))

function add(text: string, remedy: string | null, code: string | null): void {
  useNotices.setState(({ notices, next }) => ({
    notices: [...notices.slice(-2), { id: next, text, remedy, code }],
    next: next + 1,
  }))
}

/** Says in passing that something was done. */
export function notify(text: string): void {
  add(text, null, null)
}

/** Says that something a person asked for went wrong, and what to do; stays until it is closed. */
export function notifyError(thrown: unknown): void {
  const { message, remedy, code } = asSluiceError(thrown)
  add(sentence(message), remedy, code)
}

function close(id: number): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }))
}

export function Toaster() {
  const notices = useNotices((state) => state.notices)
  return (
    <Toast.Provider swipeDirection="right">
      {notices.map((notice) => (
        <Toast.Root
          key={notice.id}
          duration={notice.code === null ? 5000 : Infinity}
          onOpenChange={(open) => !open && close(notice.id)}
          className="flex items-start gap-2.5 rounded-2 bg-raised px-3 py-2.5 shadow-2"
        >
          <span className="mt-[3px]">
            <Mark name={notice.code === null ? 'completed' : 'failed'} />
          </span>
          <div className="min-w-0 grow">
            <Toast.Title>{notice.text}</Toast.Title>
            {notice.remedy !== null && (
              <Toast.Description className="text-12 text-ink-2">
                {notice.remedy} <code className="ml-1">{notice.code}</code>
              </Toast.Description>
            )}
          </div>
          <Toast.Close aria-label="Close" className="mt-0.5 rounded-1 text-ink-3 hover:text-ink">
            <Icon name="cross" size={14} />
          </Toast.Close>
        </Toast.Root>
      ))}
      <Toast.Viewport className="fixed right-4 bottom-11 z-50 flex w-100 max-w-[calc(100vw-32px)] flex-col gap-2 outline-none" />
    </Toast.Provider>
  )
}
