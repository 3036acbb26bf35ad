import { proto } from '@whiskeysockets/baileys'
import { expect, it } from 'vitest'
import { readContent } from './read.ts'

function referralOf(contextInfo: object) {
  const message = { extendedTextMessage: { text: 'Hi', contextInfo } }
  return readContent(proto.Message.decode(proto.Message.encode(proto.Message.fromObject(message)).finish()))
    ?.content.referral
}

const ad = { title: 'Sale', body: 'Half price', sourceId: '1', sourceUrl: 'https://fb.me/x' }

it.each([
  [
    'an ad with a picture',
    {
      externalAdReply: {
        ...ad,
        sourceType: 'ad',
        mediaType: 1,
        mediaUrl: 'https://e.com/a',
        thumbnailUrl: 'https://e.com/t',
        ctwaClid: 'C',
      },
    },
    {
      source_url: 'https://fb.me/x',
      source_type: 'ad',
      source_id: '1',
      headline: 'Sale',
      body: 'Half price',
      media_type: 'image',
      image_url: 'https://e.com/a',
      thumbnail_url: 'https://e.com/t',
      ctwa_clid: 'C',
    },
  ],
  [
    'an ad with a video, and its greeting',
    {
      externalAdReply: {
        sourceType: 'ad',
        mediaType: 2,
        mediaUrl: 'https://e.com/v',
        greetingMessageBody: 'Hello!',
        ref: 'r',
        sourceApp: 'facebook',
      },
    },
    {
      source_type: 'ad',
      media_type: 'video',
      video_url: 'https://e.com/v',
      welcome_message: { text: 'Hello!' },
      ref: 'r',
      source_app: 'facebook',
    },
  ],
  [
    'a post',
    { externalAdReply: { ...ad, sourceType: 'post' } },
    {
      source_url: 'https://fb.me/x',
      source_type: 'post',
      source_id: '1',
      headline: 'Sale',
      body: 'Half price',
    },
  ],
  [
    'an ad by its mark alone',
    { externalAdReply: { title: 'Sale', showAdAttribution: true } },
    { source_type: 'ad', headline: 'Sale' },
  ],
  [
    'a conversion without an ad',
    { conversionSource: 'FB_Ads', entryPointConversionApp: 'instagram' },
    { source_type: 'ad', source_app: 'instagram' },
  ],
  ['an entry by an ad', { entryPointConversionSource: 'ctwa_ad' }, { source_type: 'ad' }],
  [
    'the form of older clients',
    { quotedAd: { advertiserName: 'Shop', caption: 'Half price', mediaType: 1 } },
    { source_type: 'ad', headline: 'Shop', body: 'Half price', media_type: 'image' },
  ],
  [
    'a link preview of a bot',
    { externalAdReply: { title: 'My page', mediaUrl: 'https://e.com' } },
    undefined,
  ],
  ['a chat that a link opened', { entryPointConversionSource: 'click_to_chat_link' }, undefined],
])('reads %s', (_, contextInfo, referral) => {
  expect(referralOf(contextInfo)).toEqual(referral)
})
