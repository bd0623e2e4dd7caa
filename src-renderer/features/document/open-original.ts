import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { Client } from '../../client/client.ts'
import type { DocumentDetail } from './chunk-rows.ts'
import { fileRemoved } from './removed-by-age.ts'
import { saveFile, showFile } from './save-file.ts'

/**
 * In a browser the original opens in a tab of its own. The desktop window opens no further windows: there a copy is
 * saved. Rejects with file_removed where its age has removed it, with file_missing where it is gone otherwise.
 */
export async function openOriginal(client: Client, document: DocumentDetail): Promise<void> {
  if (document.sha256 === null) return
  const removed = fileRemoved(document, Date.now())
  if (removed) throw removed
  const { url, headers } = client.blob(document.sha256)
  const response = await fetch(url, { headers })
  if (!response.ok) {
    throw new SluiceError('file_missing', `expected the bytes of ${document.name}, came HTTP ${response.status}`)
  }
  const content = new Blob([await response.blob()], { type: 'application/pdf' })
  if (client.kind === 'electron') saveFile(document.name, content)
  else showFile(content)
}
