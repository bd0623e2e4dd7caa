/** Line drawings on a grid of 20; they take the colour of the text. */
const PATHS = {
  queue: ['M3 5h14M3 10h9M3 15h9', 'M15 9.5v6m-2-2 2 2 2-2'],
  graph: [
    'M2.8 6a2.2 2.2 0 1 0 4.400 0a2.2 2.2 0 1 0-4.400 0M12.8 5a2.2 2.2 0 1 0 4.400 0a2.2 2.2 0 1 0-4.400 0M8.8 15a2.2 2.2 0 1 0 4.400 0a2.2 2.2 0 1 0-4.400 0',
    'm7.2 5.8 5.6-.6M6.2 7.9l3.7 5.2M14.2 7.1l-2.3 5.8',
  ],
  activity: ['M2.5 10.5h3.2l2-5.5 3.6 10 2.2-6 1 1.500h3'],
  settings: ['M3 6h8M15 6h2M3 14h2M9 14h8', 'M11 6a2 2 0 1 0 4 0a2 2 0 1 0-4 0M5 14a2 2 0 1 0 4 0a2 2 0 1 0-4 0'],
  plus: ['M10 4v12M4 10h12'],
  pause: ['M7 4.500v11M13 4.500v11'],
  play: ['M6.5 4.500v11l8.5-5.500z'],
  down: ['m5.5 8 4.5 4.500L14.5 8'],
  up: ['m5.5 12 4.5-4.500L14.5 12'],
  left: ['m12 5-5 5 5 5'],
  right: ['m8 5 5 5-5 5'],
  check: ['m4.5 10.5 3.5 3.5 7.500-8'],
  cross: ['m5.5 5.5 9 9m0-9-9 9'],
  warning: ['M10 3.2 17.5 16.500h-15z', 'M10 8v4m0 2v.2'],
  clock: ['M3.2 10a6.8 6.8 0 1 0 13.600 0a6.8 6.8 0 1 0-13.600 0', 'M10 6.200V10l2.600 1.600'],
  drop: ['M10 3.500v9m-3.500-3.300 3.500 3.500 3.500-3.500', 'M3.5 13v3.500h13V13'],
  search: ['M4 9a5 5 0 1 0 10 0a5 5 0 1 0-10 0', 'm13 13 4 4'],
  file: ['M5 2.800h6.500L15 6.300v10.900H5z', 'M11.5 2.800v3.500H15'],
  folder: ['M3 5h5l1.500 2H17v9H3z'],
  key: ['M3.3 13a3.2 3.2 0 1 0 6.400 0a3.2 3.2 0 1 0-6.400 0', 'm8.9 10.7 7-7m-2.600 2.600 2.200 2.200'],
  lock: [
    'M6 9h8a1.5 1.5 0 0 1 1.500 1.500v4.500a1.5 1.5 0 0 1-1.500 1.500H6a1.5 1.5 0 0 1-1.500-1.500v-4.500A1.5 1.5 0 0 1 6 9z',
    'M7 9V6.500a3 3 0 0 1 6 0V9',
  ],
  retry: ['M15.8 8.200A6.2 6.2 0 1 0 16 12', 'M16.2 4.200v4h-4'],
  more: ['M5 10h.01M10 10h.01M15 10h.01'],
  external: ['M8 4.500H4.500v11h11V12M11 4h5v5M16 4l-7 7'],
  eye: [
    'M2.5 10S5.3 5 10 5s7.500 5 7.500 5-2.800 5-7.500 5-7.500-5-7.500-5z',
    'M7.8 10a2.2 2.2 0 1 0 4.400 0a2.2 2.2 0 1 0-4.400 0',
  ],
  trash: ['M4 6h12M8 6V4h4v2M6 6l.7 10.500h6.600L14 6'],
  water: ['M4 3v14h12V3M4 12c2 0 2-1.500 4-1.500s2 1.500 4 1.500 2-1.500 4-1.500M2.5 6.500h15'],
  download: ['M10 3.500v9m-3.500-3.300 3.500 3.500 3.500-3.500', 'M3.5 16.500h13'],
  offline: [
    'M3 3l14 14',
    'M5.500 10.500a7 7 0 0 1 3-1.700M2.800 7.500a11 11 0 0 1 3.200-2M10 5a11 11 0 0 1 7.200 2.500M12 9a7 7 0 0 1 2.500 1.500M10 14.500h.01',
  ],
} as const

export type IconName = keyof typeof PATHS

/** Decoration: what it means stands beside it as a word, or in the label of its button. */
export function Icon({ name, size = 16, stroke = 1.6 }: { name: IconName; size?: number; stroke?: number }) {
  return (
    <svg
      className="block shrink-0"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.4 : stroke}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {PATHS[name].map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  )
}
