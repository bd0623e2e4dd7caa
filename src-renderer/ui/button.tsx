import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'
import { Tooltip } from './tooltip.tsx'

const LOOKS = {
  primary: 'border-accent bg-accent text-on-accent hover:border-accent-hover hover:bg-accent-hover',
  default: 'border-line-strong bg-surface text-ink hover:bg-hover',
  quiet: 'border-transparent text-accent hover:bg-hover',
  danger: 'border-failed-line bg-surface text-failed hover:bg-failed-soft',
}
const SIZES = { normal: 'h-8 px-3 text-13', small: 'h-7 px-2.5 text-12', tiny: 'h-6 px-1.5 text-12' }
const COMMON =
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-2 border font-strong whitespace-nowrap transition-colors duration-(--motion-fast) disabled:border-line disabled:bg-transparent disabled:text-ink-off data-disabled:text-ink-off'

export interface ButtonProps extends ComponentProps<'button'> {
  look?: keyof typeof LOOKS
  size?: keyof typeof SIZES
  icon?: IconName
}

export function Button({ look = 'default', size = 'normal', icon, className, children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={classNames(COMMON, LOOKS[look], SIZES[size], className)} {...rest}>
      {icon && <Icon name={icon} size={size === 'small' ? 14 : 16} />}
      {children}
    </button>
  )
}

interface IconButtonProps extends Omit<ButtonProps, 'icon' | 'children'> {
  icon: IconName
  /** What it does, in words: the tooltip and the name for a screen reader. */
  label: string
}

export function IconButton({ icon, label, size = 'normal', look = 'default', className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        aria-label={label}
        className={classNames(COMMON, LOOKS[look], size === 'small' ? 'size-7' : 'size-8', className)}
        {...rest}
      >
        <Icon name={icon} size={size === 'small' ? 14 : 16} />
      </button>
    </Tooltip>
  )
}
