import type { ReactNode } from 'react'
import { type Glyph, lookOf } from './entity-types.ts'

const SHAPES: Record<Glyph, ReactNode> = {
  circle: <circle cx="7" cy="7" r="5.5" />,
  square: <rect x="2" y="2" width="10" height="10" rx="1" />,
  diamond: <path d="M7 .7 13.3 7 7 13.3.7 7z" />,
  page: <path d="M2.9 1.500h5.700l2.800 2.800v8.200H2.900z" />,
  hexagon: <path d="M4 1.800h6L13 7l-3 5.200H4L1 7z" />,
  triangle: <path d="M7 1l6 10.700H1z" />,
  ring: (
    <path
      fillRule="evenodd"
      d="M7 1.500a5.500 5.500 0 1 1 0 11 5.500 5.500 0 0 1 0-11zm0 2.800a2.700 2.700 0 1 0 0 5.400 2.700 2.700 0 0 0 0-5.400z"
    />
  ),
  cross: <path d="M5.100 1.500h3.800v3.600h3.600v3.800H8.900v3.600H5.100V8.900H1.500V5.100h3.600z" />,
}

/** The shape and colour of an entity's type; its word stands beside it or in the title. */
export function TypeGlyph({ type, size = 14, named = false }: { type: string; size?: number; named?: boolean }) {
  const look = lookOf(type)
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 14 14"
      fill={look.color}
      className="block shrink-0"
      {...(named ? { role: 'img', 'aria-label': look.label } : { 'aria-hidden': true })}
    >
      {SHAPES[look.glyph]}
    </svg>
  )
}
