import { condition } from './condition.ts'
import { delay } from './delay.ts'
import { sendButtons } from './sendButtons.ts'
import { sendImage } from './sendImage.ts'
import { sendText } from './sendText.ts'
import { setVariable } from './setVariable.ts'
import type { AnyStepType } from './step.ts'
import { waitReply } from './waitReply.ts'
import { webhook } from './webhook.ts'

/** All types of steps. A new type is a file and a line here. */
const steps = {
  send_text: sendText,
  send_image: sendImage,
  send_buttons: sendButtons,
  wait_reply: waitReply,
  condition,
  delay,
  webhook,
  set_variable: setVariable,
} as const

export type StepName = keyof typeof steps
export const STEP_NAMES = Object.keys(steps) as [StepName, ...StepName[]]
export const STEPS: Readonly<Record<StepName, AnyStepType>> = steps
