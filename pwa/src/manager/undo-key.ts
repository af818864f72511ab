/** Ctrl+Z takes back what the message below just offered to: by Tab it would be far, and it goes. */
export function undoByKey(event: KeyboardEvent): void {
  if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey) return
  if (event.target instanceof Element && event.target.matches(FIELDS)) return
  const undo = document.querySelector<HTMLButtonElement>('.toast button')
  if (!undo) return
  event.preventDefault()
  undo.click()
}

/** What is written has an undo of its own. */
const FIELDS = 'input:not([type="checkbox"], [type="radio"]), textarea, [contenteditable]'
