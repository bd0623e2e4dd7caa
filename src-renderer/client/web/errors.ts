import { ORPCError } from '@orpc/client'
import { isErrorCode, SluiceError } from '../../../src-shared/contract/errors.ts'

/** What a failed call means to a person. The engine's own errors arrive as they were thrown. */
export function errorOfCall(thrown: unknown): SluiceError {
  if (!(thrown instanceof ORPCError)) return thrown instanceof SluiceError ? thrown : unreachable(thrown)
  return errorOfData(thrown.data) ?? errorOfStatus(thrown.status, thrown.message)
}

/** An answer outside the contract: `{ error: { code, message, remedy } }`. */
export function errorOfAnswer(status: number, body: string): SluiceError {
  try {
    const { error } = JSON.parse(body) as { error?: unknown }
    return errorOfData(error) ?? errorOfStatus(status, body)
  } catch {
    return errorOfStatus(status, body)
  }
}

/** Nothing came back: the engine has been stopped, or is being started again. */
export function unreachable(cause: unknown): SluiceError {
  return new SluiceError('owner_unreachable', 'expected Sluice to answer, came nothing', {
    cause,
    remedy: 'Start it again with: npm start. This page connects by itself.',
  })
}

function errorOfData(data: unknown): SluiceError | null {
  const { code, message, remedy } = (data ?? {}) as { code?: unknown; message?: string; remedy?: string }
  if (!isErrorCode(code)) return null
  return new SluiceError(code, message ?? code, remedy === undefined ? {} : { remedy })
}

function errorOfStatus(status: number, message: string): SluiceError {
  if (status === 401) return new SluiceError('page_unknown', 'expected a token that is known here, came another')
  return new SluiceError('internal', `expected an answer, came HTTP ${status}: ${message}`)
}
