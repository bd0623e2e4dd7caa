import { TitleLine } from '../../ui/title-line.tsx'

export default function QueueScreen() {
  return <TitleLine title="Queue" />
}
