/** Regions whose weeks begin with Sunday, for browsers that do not know it themselves. */
const SUNDAY_FIRST = /-(BR|CA|IL|IN|JP|KR|MX|PH|TW|US|ZA)\b/

/** The day a week begins with in the region of this device; 0 is Monday. */
export function firstWeekday(region: string = navigator.language): number {
  const locale = new Intl.Locale(region) as Intl.Locale & Partial<WeekInfo>
  const known = locale.getWeekInfo?.() ?? locale.weekInfo
  return known ? known.firstDay - 1 : SUNDAY_FIRST.test(region) ? 6 : 0
}

/** A method in newer browsers, a property in older ones, in some neither. */
interface WeekInfo {
  getWeekInfo(): { firstDay: number }
  weekInfo: { firstDay: number }
}
