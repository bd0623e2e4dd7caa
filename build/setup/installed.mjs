/**
 * Whether the tree that npm wrote down in node_modules/.package-lock.json (the last thing an install does) is the one
 * the lockfile asks for. Optional packages are left out: which of them are there depends on the platform.
 *
 * @param {{ packages: Record<string, { version?: string, optional?: boolean, devOptional?: boolean }> }} wanted
 * @param {{ packages: Record<string, { version?: string }> }} present
 */
export function matchesLockfile(wanted, present) {
  return Object.entries(wanted.packages).every(
    ([path, entry]) =>
      path === '' || entry.optional || entry.devOptional || present.packages[path]?.version === entry.version,
  )
}
