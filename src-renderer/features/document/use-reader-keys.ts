import { useEffect, useRef } from 'react'
import { navigate } from '../../state/route.ts'

interface Steps {
  page: (step: 1 | -1) => void
  chunk: (step: 1 | -1) => void
}

/** ← → turn pages, with Shift chunks, Escape leads back to the report; a field or a menu keeps its own keys. */
export function useReaderKeys(id: string, steps: Steps): void {
  const latest = useRef(steps)
  useEffect(() => {
    latest.current = steps
  })
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || keepsKeys(event.target)) return
      if (event.key === 'Escape') navigate({ screen: 'document', id })
      else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
        const step = event.key === 'ArrowRight' ? 1 : -1
        if (event.shiftKey) latest.current.chunk(step)
        else latest.current.page(step)
      } else return
      event.preventDefault()
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [id])
}

function keepsKeys(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input, textarea, select, [role=menu], [role=alertdialog]') !== null
  )
}
