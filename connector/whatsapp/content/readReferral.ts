import { proto } from '@whiskeysockets/baileys'
import type { Referral } from '#shared/contracts/messageContext.ts'
import { present } from './kinds/index.ts'

const { MediaType } = proto.ContextInfo.ExternalAdReplyInfo
/** Sources of a conversion that are ads. */
const AD = /^(fb_ads|ig_ads|ctwa_ad|ctwa|ad)$/i

/**
 * Reads the ad or the post from which a person came. Bots use the same field for link previews of their own, so that a
 * preview without a sign of an ad is no referral.
 */
export function readReferral(info: proto.IContextInfo): Referral | undefined {
  const ad = info.externalAdReply
  const isConversion = [info.conversionSource, info.entryPointConversionSource].some((from) =>
    AD.test(from ?? ''),
  )
  const isAd = ad && (ad.sourceType || ad.ctwaClid || ad.showAdAttribution)
  if (!isAd && !isConversion && !info.quotedAd) return undefined
  return present({
    ...(info.quotedAd && readQuotedAd(info.quotedAd)),
    ...(ad && readAd(ad)),
    source_type: ad?.sourceType || 'ad',
    source_app: ad?.sourceApp || info.entryPointConversionApp,
  })
}

function readAd(ad: proto.ContextInfo.IExternalAdReplyInfo): Referral {
  const isVideo = ad.mediaType === MediaType.VIDEO
  const hasMedia = isVideo || ad.mediaType === MediaType.IMAGE
  const picture = ad.originalImageUrl || ad.mediaUrl || ad.thumbnailUrl
  return present({
    source_url: ad.sourceUrl,
    source_id: ad.sourceId,
    headline: ad.title,
    body: ad.body,
    media_type: hasMedia ? (isVideo ? ('video' as const) : ('image' as const)) : undefined,
    image_url: isVideo ? undefined : picture,
    video_url: isVideo ? ad.mediaUrl : undefined,
    thumbnail_url: ad.thumbnailUrl,
    ctwa_clid: ad.ctwaClid,
    ref: ad.ref,
    welcome_message: ad.greetingMessageBody ? { text: ad.greetingMessageBody } : undefined,
  })
}

/** Reads the form of an ad that older clients write. */
function readQuotedAd({ advertiserName, caption, mediaType }: proto.ContextInfo.IAdReplyInfo): Referral {
  const types = { [MediaType.IMAGE]: 'image', [MediaType.VIDEO]: 'video' } as const
  const type = mediaType === MediaType.IMAGE || mediaType === MediaType.VIDEO ? types[mediaType] : undefined
  return present({ headline: advertiserName, body: caption, media_type: type })
}
