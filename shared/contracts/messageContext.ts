import { z } from 'zod'
import { identifier, label, longText, wholeUrl } from './kinds/limits.ts'

/** The field names are those of the Cloud API of Meta, so that a receiver can share its code. */
const referralSchema = z
  .object({
    source_url: wholeUrl
      .optional()
      .meta({ description: 'URL of the ad or the post', example: 'https://fb.me/2abCdEfGh' }),
    source_type: label.optional().meta({ description: 'Kind of the source: `ad` or `post`', example: 'ad' }),
    source_id: label.optional().meta({ description: 'ID of the ad or the post', example: '120210000000000' }),
    headline: label.optional().meta({ description: 'Title of the ad', example: 'Summer sale' }),
    body: longText.optional().meta({ description: 'Text of the ad', example: 'Half price until Sunday' }),
    media_type: z
      .enum(['image', 'video'])
      .optional()
      .meta({ description: 'Kind of the picture of the ad', example: 'image' }),
    image_url: wholeUrl
      .optional()
      .meta({ description: 'URL of the picture', example: 'https://example.com/ad.jpg' }),
    video_url: wholeUrl
      .optional()
      .meta({ description: 'URL of the video', example: 'https://example.com/ad.mp4' }),
    thumbnail_url: wholeUrl
      .optional()
      .meta({ description: 'URL of the preview', example: 'https://example.com/ad-small.jpg' }),
    ctwa_clid: label
      .optional()
      .meta({ description: 'Click ID, for the Conversions API', example: 'ARAkLkA8rmlFeiCktEJQ' }),
    ref: label.optional().meta({ description: 'Reference that the advertiser set', example: 'summer' }),
    source_app: label
      .optional()
      .meta({ description: 'App in which the person tapped the ad', example: 'instagram' }),
    welcome_message: z
      .object({
        text: longText.meta({ description: 'The greeting', example: 'Hi! How can we help you?' }),
      })
      .optional()
      .meta({
        id: 'WelcomeMessage',
        description: 'The greeting that the ad showed in the chat',
        example: { text: 'Hi! How can we help you?' },
      }),
  })
  .meta({
    id: 'Referral',
    description:
      'The ad (Click-to-WhatsApp) or the post from which the person came. The names of its fields are those of the Cloud API of Meta',
    example: {
      source_url: 'https://fb.me/2abCdEfGh',
      source_type: 'ad',
      source_id: '120210000000000',
      headline: 'Summer sale',
      body: 'Half price until Sunday',
      media_type: 'image',
      image_url: 'https://example.com/ad.jpg',
      ctwa_clid: 'ARAkLkA8rmlFeiCktEJQ',
    },
  })
export type Referral = z.infer<typeof referralSchema>

const associationSchema = z
  .object({
    type: label.meta({
      description: "WhatsApp's name of the association, in lower case",
      example: 'hd_image_dual_upload',
    }),
    messageId: identifier.meta({ description: 'ID of the main message', example: '3EB0A8C2F5B7E6A1' }),
  })
  .meta({
    id: 'Association',
    description:
      'The main message to which this message belongs. `hd_image_dual_upload` and `hd_video_dual_upload`: the same picture or video ' +
      'in a better quality. `event_cover_image`, `media_poll`: a picture of an event or a poll',
    example: { type: 'hd_image_dual_upload', messageId: '3EB0A8C2F5B7E6A1' },
  })

const groupMentionSchema = z
  .object({
    jid: identifier.meta({ description: 'JID of the group', example: '120363041234567890@g.us' }),
    subject: label.meta({ description: 'Name of the group', example: 'Neighbours' }),
  })
  .meta({
    id: 'GroupMention',
    description: 'A group that the text mentions',
    example: { jid: '120363041234567890@g.us', subject: 'Neighbours' },
  })

/** Facts that a message of any kind may have. */
export const contextFields = {
  referral: referralSchema.optional(),
  albumId: identifier.optional().meta({
    description: 'ID that the pictures and videos of one album share',
    example: '3EB0C4D1A9E27F53',
  }),
  association: associationSchema.optional(),
  groupMentions: z
    .array(groupMentionSchema)
    .optional()
    .meta({
      description: 'Groups that the text mentions',
      example: [{ jid: '120363041234567890@g.us', subject: 'Neighbours' }],
    }),
  question: z
    .literal(true)
    .optional()
    .meta({ description: 'True for a question that asks for answers', example: true }),
  botInvoked: z
    .literal(true)
    .optional()
    .meta({ description: "True for a message to WhatsApp's own AI", example: true }),
  groupStatus: z
    .literal(true)
    .optional()
    .meta({ description: 'True for a post in the status of a group', example: true }),
}
