import { splitName } from './format/names.ts'

/** A name cut in the middle where room is short, so that both ends are read; the whole is in the title. */
export function MiddleEllipsis({ name, className = '' }: { name: string; className?: string }) {
  const [head, tail] = splitName(name)
  return (
    <span className={`words flex min-w-0 whitespace-pre ${className}`} title={name}>
      <span className="min-w-0 shrink truncate">{head}</span>
      <span className="shrink-0">{tail}</span>
    </span>
  )
}
