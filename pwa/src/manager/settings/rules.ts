/** The cadence table while it is edited: weeks, days, minutes and weight as typed. Pure. */

import type { Channel } from '../../wire.ts'
import type { CadenceRule } from '../wire.ts'

export interface RuleForm {
  weeks: string
  tolerance: string
  minutes: string
  weight: string
  channel: Channel
}

export const key = (rule: Pick<CadenceRule, 'account_class' | 'tier'>) =>
  `${rule.account_class} ${rule.tier}`

export function ruleForm(rule: CadenceRule): RuleForm {
  return {
    weeks: rule.interval_d === null ? '' : String(round(rule.interval_d / 7)),
    tolerance: rule.tolerance_d === null ? '' : String(rule.tolerance_d),
    minutes: String(round(rule.service_s / 60)),
    weight: String(rule.value),
    channel: rule.channel,
  }
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}

/** What cannot be saved, in words; empty when it can. No interval asks for nothing. */
export function ruleFault(form: RuleForm): string {
  const days = 7 * Number(form.weeks)
  if (form.weeks.trim() !== '' && !(days >= 1 && days <= 730)) {
    return 'The interval is from 1 day (0.143 weeks) to 104 weeks, or empty: nothing is asked for.'
  }
  const tolerance = Number(form.tolerance)
  if (form.weeks.trim() !== '' && !(tolerance > 0 && tolerance <= 365)) {
    return 'The tolerance is more than 0 and at most 365 days.'
  }
  const minutes = Number(form.minutes)
  if (!(minutes >= 1 && minutes <= 480)) return 'Minutes on site are from 1 to 480.'
  const weight = Number(form.weight)
  if (form.weight.trim() === '' || !(weight >= 0 && weight <= 100)) {
    return 'The weight is from 0 to 100.'
  }
  return ''
}

/** The rule as the form says; what was not touched keeps its exact value. */
export function ruleOf(rule: CadenceRule, form: RuleForm): CadenceRule {
  const was = ruleForm(rule)
  const nothing = form.weeks.trim() === ''
  return {
    ...rule,
    interval_d:
      form.weeks === was.weeks ? rule.interval_d : nothing ? null : 7 * Number(form.weeks),
    tolerance_d:
      form.tolerance === was.tolerance ? rule.tolerance_d : Number(form.tolerance) || null,
    service_s:
      form.minutes === was.minutes ? rule.service_s : Math.round(Number(form.minutes) * 60),
    value: form.weight === was.weight ? rule.value : Number(form.weight),
    channel: form.channel,
  }
}
