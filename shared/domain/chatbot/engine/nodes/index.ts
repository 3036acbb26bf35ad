import { condition } from './condition.ts'
import { delay } from './delay.ts'
import type { AnyNode } from './node.ts'
import { sendButtons } from './sendButtons.ts'
import { sendImage } from './sendImage.ts'
import { sendText } from './sendText.ts'
import { setVariable } from './setVariable.ts'
import { waitReply } from './waitReply.ts'
import { webhook } from './webhook.ts'

/** All types of steps. A new type is a file and a line here. */
const nodes = {
  send_text: sendText,
  send_image: sendImage,
  send_buttons: sendButtons,
  wait_reply: waitReply,
  condition,
  delay,
  webhook,
  set_variable: setVariable,
} as const

export type NodeName = keyof typeof nodes
export const NODE_NAMES = Object.keys(nodes) as [NodeName, ...NodeName[]]
export const NODES: Readonly<Record<NodeName, AnyNode>> = nodes
