import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { errorOfAnswer, unreachable } from './errors.ts'

/**
 * Kept for this origin, so that a reload, a second tab and tomorrow's bookmark work. No other page can read it, and no
 * browser sends it by itself; it is void as soon as the host moves to another port.
 */
const KEY = 'sluice-token'

const CODE = /^#code=([A-Za-z0-9_-]+)$/

/** The token that this page is known by, or null. Read anew at each use: another tab may have got a newer one. */
export function pageToken(): string | null {
  return localStorage.getItem(KEY)
}

/**
 * Exchanges the one-use code of the address, if there is one, and cleans the address. Rejects with page_unknown where the
 * page has no token in the end: it was opened without a code, or its code had been used.
 */
export async function takeCode(): Promise<void> {
  const code = CODE.exec(location.hash)?.[1]
  // An address with a new code, pasted into an open page, changes its fragment only.
  addEventListener('hashchange', () => {
    if (CODE.test(location.hash)) location.reload()
  })
  let refused: SluiceError | null = null
  if (code !== undefined) {
    history.replaceState(null, '', location.pathname)
    const answer = await fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    }).catch((thrown: unknown) => {
      throw unreachable(thrown)
    })
    if (answer.ok) localStorage.setItem(KEY, ((await answer.json()) as { token: string }).token)
    else refused = errorOfAnswer(answer.status, await answer.text())
  }
  // A reloaded address carries a used code, and the page is known all the same.
  if (pageToken() !== null) return
  throw refused ?? new SluiceError('page_unknown', 'expected an address with a code, or a page that is known here')
}
