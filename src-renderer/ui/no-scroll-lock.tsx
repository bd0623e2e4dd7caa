import type { ComponentProps, ElementType } from 'react'

interface RemoveScrollProps extends ComponentProps<'div'> {
  as?: ElementType
  allowPinchZoom?: boolean
  shards?: unknown
}

/**
 * Stands in the build for the package `react-remove-scroll`, which Radix's dialogs use: that writes a style into the page,
 * which its security policy forbids, to keep the page below from scrolling, which ours never does.
 */
export function RemoveScroll({
  as: Element = 'div',
  allowPinchZoom: _zoom,
  shards: _shards,
  ...rest
}: RemoveScrollProps) {
  return <Element {...rest} />
}
