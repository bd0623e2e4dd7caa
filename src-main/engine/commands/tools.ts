import type { CommandHandlers, CommandName } from '../../../src-shared/contract/commands.ts'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { EngineSettings } from '../insight/settings.ts'
import type { ProgressSource } from '../insight/progress.ts'
import type { WindowSource } from '../insight/token-window.ts'
import type { ModelGates } from '../limiter/model-gates.ts'
import type { PipelineContext } from '../pipeline/context.ts'

/** What commands are made of. */
export interface CommandTools {
  context: PipelineContext
  settings: EngineSettings
  gates: ModelGates
  progress: ProgressSource
  window: WindowSource
}

export type Some<K extends CommandName> = Pick<CommandHandlers, K>

/** The one document that a person names by id, beginning of an id, or name. Rejects with document_unknown. */
export async function findDocument(tools: CommandTools, reference: string): Promise<{ id: string; name: string }> {
  const { store } = tools.context.ports
  const ids = await store.findDocuments(reference)
  const only = ids.length === 1 && ids[0] !== undefined ? await store.document(ids[0]) : null
  if (!only) throw unknownDocument(reference, ids.length === 0 ? 'none' : 'several')
  return { id: only.id, name: only.name }
}

export function unknownDocument(reference: string, came: 'none' | 'several'): SluiceError {
  return new SluiceError(
    'document_unknown',
    `expected the id or name of one document, came "${reference}", which fits ${came}`,
  )
}
