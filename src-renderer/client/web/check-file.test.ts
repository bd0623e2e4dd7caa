import { expect, it } from 'vitest'
import type { SettingRow } from '../../../src-shared/contract/commands.ts'
import type { Client } from '../client.ts'
import { checkFile } from './check-file.ts'

const settings = [{ name: 'maxFileMegabytes', value: 1 } as SettingRow]
const call = (async () => ({ settings })) as unknown as Client['call']

it('lets a file pass that can be read and is not too large', async () => {
  await expect(checkFile(call, new File(['%PDF'], 'a.pdf'))).resolves.toBeUndefined()
  await expect(checkFile(call, new File([], 'empty.pdf'))).resolves.toBeUndefined()
})

it('refuses one that is too large', async () => {
  const large = new File([new Uint8Array(1_000_001)], 'a.pdf')
  await expect(checkFile(call, large)).rejects.toMatchObject({ code: 'file_too_large' })
})

it('says of one that cannot be read what is true: a browser sends it as if the connection broke', async () => {
  const locked = new File(['%PDF'], 'a.pdf')
  const reason = new DOMException('The requested file could not be read', 'NotReadableError')
  locked.slice = () => ({ arrayBuffer: () => Promise.reject(reason) }) as unknown as Blob
  await expect(checkFile(call, locked)).rejects.toMatchObject({ code: 'file_unreadable', cause: reason })
})
