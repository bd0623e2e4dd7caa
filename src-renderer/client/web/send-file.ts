import { errorOfAnswer, unreachable } from './errors.ts'

/** Streams a file to the host. By XMLHttpRequest, since fetch tells nothing of how far a body is. */
export function sendFile(file: File, token: string, sent: (bytes: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PUT', `/upload?name=${encodeURIComponent(file.name.toWellFormed())}`)
    request.setRequestHeader('authorization', `Bearer ${token}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.addEventListener('progress', ({ loaded }) => sent(loaded))
    request.addEventListener('load', () => {
      if (request.status === 201) resolve()
      else reject(errorOfAnswer(request.status, request.responseText))
    })
    request.addEventListener('error', () => reject(unreachable(request)))
    request.send(file)
  })
}
