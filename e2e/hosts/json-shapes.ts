import type { CommandOutput } from '../../src-shared/contract/commands.ts'
import type { ErrorInfo } from '../../src-shared/contract/errors.ts'

/** `ingest --json`. */
export type IngestJson = CommandOutput<'report.run'> & {
  seconds: number
  provider: string
  documentsLeft: number
  added: number
  already: number
  problems: { path: string; error: ErrorInfo }[]
  stopped: string | null
}
/** `report --json`. */
export type ReportJson = CommandOutput<'report.get'>
