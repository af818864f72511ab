/** Which pages of the playbook are about an account, the most particular first. */
export function pageKeys(account_class: string, state: string): string[] {
  const before = state === 'ramp' ? ['ramp'] : []
  return [`${account_class}.${state}`, ...before, account_class]
}
