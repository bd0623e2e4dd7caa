// Before the first paint, so that nobody sees the wrong theme flash. A file of its own: the page allows no inline script.
try {
  const theme = localStorage.getItem('sluice.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage is forbidden: the system's theme serves.
}
