import { mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ffmpeg } from '../../../e2e/support/ffmpeg.ts'
import { audioInfo, imageInfo, toSticker, toVoiceNote, videoInfo } from './index.ts'

const unconvertible = { code: 'UNPROCESSABLE_MEDIA', reason: 'unconvertible', status: 422 }

let folder: string
const at = (name: string) => path.join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vesper-prepare-'))
  await writeFile(at('four.wav'), wav(1, 3))
  await makeFiles()
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** Creates the sounds and films of several tests in one run of ffmpeg, because a start costs as much CPU time as a short film. */
async function makeFiles(): Promise<void> {
  const film = ['-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=2:duration=2']
  const line = ['-f', 'lavfi', '-i', 'testsrc=size=2000x2:rate=1:duration=1']
  const yuv = ['-pix_fmt', 'yuv420p']
  const live = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-live', '1']
  await ffmpeg(
    ...[...film, ...line, '-i', at('four.wav')],
    ...['-map', '0', ...yuv, '-preset', 'ultrafast', at('film.mp4')],
    ...['-map', '0', ...yuv, ...live, at('stream.webm')],
    ...['-map', '1', '-c:v', 'mpeg4', at('line.mp4')],
    ...['-map', '2', at('four.mp3')],
  )
}

function picture(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: 'teal' } })
}

/** Returns a picture of noise, which compresses worst. */
function noise(width: number, height: number) {
  return sharp({
    create: {
      width,
      height,
      channels: 3,
      background: 'black',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
}

async function gif(frames: number, side: number): Promise<Buffer> {
  const raw = await Promise.all(Array.from({ length: frames }, () => noise(side, side).png().toBuffer()))
  return sharp(raw, { join: { animated: true } })
    .gif({ loop: 0 })
    .toBuffer()
}

/** Returns a 16-bit mono WAV with silence and then a tone. */
function wav(silentSeconds: number, loudSeconds: number, rate = 16_000): Buffer {
  const samples = Array.from({ length: (silentSeconds + loudSeconds) * rate }, (_, at) =>
    at < silentSeconds * rate ? 0 : Math.round(20_000 * Math.sin((at / rate) * 440 * 2 * Math.PI)),
  )
  const pcm = Buffer.from(Int16Array.from(samples).buffer)
  const header = Buffer.alloc(44)
  header.write('RIFF').toString()
  header.writeUInt32LE(36 + pcm.length, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(rate * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(pcm.length, 40)
  return Buffer.concat([header, pcm])
}

describe('imageInfo', () => {
  it.each(['jpeg', 'png', 'webp', 'gif'] as const)(
    'measures %s and makes a tiny JPEG thumbnail',
    async (format) => {
      const info = await imageInfo(await picture(640, 480).toFormat(format).toBuffer())
      expect(info).toMatchObject({ width: 640, height: 480 })
      expect(await sharp(info.jpegThumbnail).metadata()).toMatchObject({
        format: 'jpeg',
        width: 32,
        height: 24,
      })
    },
  )

  it('reads a path, and applies the rotation of the camera', async () => {
    await picture(640, 480).withMetadata({ orientation: 6 }).jpeg().toFile(at('turned.jpg'))
    const info = await imageInfo(at('turned.jpg'))
    expect(info).toMatchObject({ width: 480, height: 640 })
    expect(await sharp(info.jpegThumbnail).metadata()).toMatchObject({ width: 24, height: 32 })
  })

  it.each([
    [
      'a decompression bomb',
      () => picture(7_100, 7_100).toColourspace('b-w').png({ compressionLevel: 1 }).toBuffer(),
    ],
    ['a damaged picture', async () => (await noise(300, 300).png().toBuffer()).subarray(0, 5_000)],
    [
      'SVG, whose parser can read other files',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    ],
    ['bytes that are no picture', async () => Buffer.from('words')],
    ['an empty file', async () => Buffer.alloc(0)],
  ])('refuses %s', async (_what, make) => {
    const input = await make()
    await expect(imageInfo(input)).rejects.toMatchObject(unconvertible)
    await expect(toSticker(input)).rejects.toMatchObject(unconvertible)
  })

  it('refuses a missing file', async () => {
    await expect(imageInfo(at('none.png'))).rejects.toMatchObject(unconvertible)
  })
})

describe('toSticker', () => {
  it('fits a picture on a transparent square', async () => {
    const { data, isAnimated } = await toSticker(await picture(600, 300).png().toBuffer())
    expect(isAnimated).toBe(false)
    expect(await sharp(data).metadata()).toMatchObject({
      format: 'webp',
      width: 512,
      height: 512,
      hasAlpha: true,
    })
    const { data: corner } = await sharp(data)
      .extract({ left: 0, top: 0, width: 1, height: 1 })
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(corner[3]).toBe(0)
  })

  it('shrinks the worst picture below the limit', async () => {
    const { data } = await toSticker(await noise(512, 512).png().toBuffer())
    expect(data.length).toBeLessThanOrEqual(100 * 1024)
  })

  it('keeps an animation', async () => {
    const { data, isAnimated } = await toSticker(await gif(3, 64))
    expect(isAnimated).toBe(true)
    expect(await sharp(data).metadata()).toMatchObject({ width: 512, height: 512, pages: 3 })
    expect(data.length).toBeLessThanOrEqual(500 * 1024)
  })

  it('makes a still picture of a long animation', async () => {
    const { data, isAnimated } = await toSticker(await gif(61, 8))
    expect(isAnimated).toBe(false)
    expect((await sharp(data).metadata()).pages ?? 1).toBe(1)
  })
})

describe('toVoiceNote', () => {
  it('makes OGG/Opus with duration and waveform', async () => {
    await writeFile(at('tone.wav'), wav(1, 2))
    const { seconds, waveform } = await toVoiceNote(at('tone.wav'), at('tone.ogg'))
    expect(seconds).toBe(3)
    expect(waveform).toHaveLength(64)
    expect(Math.max(...waveform.slice(0, 20))).toBeLessThan(5)
    expect(Math.min(...waveform.slice(24))).toBeGreaterThan(90)
    const ogg = await readFile(at('tone.ogg'))
    expect(ogg.subarray(0, 4).toString()).toBe('OggS')
    const head = ogg.subarray(ogg.indexOf('OpusHead'))
    expect({ channels: head[9], rate: head.readUInt32LE(12) }).toEqual({ channels: 1, rate: 48_000 })
  })

  it('accepts silence', async () => {
    await writeFile(at('silent.wav'), wav(1, 0))
    expect((await toVoiceNote(at('silent.wav'), at('silent.ogg'))).waveform).toEqual(new Uint8Array(64))
  })

  it('accepts a fraction of a second, and names that look like an option or a protocol', async () => {
    await writeFile(at('-concat:x.wav'), wav(0, 0.02))
    expect(await toVoiceNote(at('-concat:x.wav'), at('-y.ogg'))).toMatchObject({ seconds: 1 })
  })

  it.each([
    ['bytes that are no sound', 'words.mp3', 'no sound at all'],
    ['an empty file', 'empty.ogg', ''],
    [
      'a playlist of other files',
      'list.m3u8',
      '#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\ntone.wav\n#EXT-X-ENDLIST\n',
    ],
    ['a concat list', 'list.txt', "ffconcat version 1.0\nfile 'tone.wav'\n"],
  ])('refuses %s', async (_what, name, content) => {
    await writeFile(at('tone.wav'), wav(0, 1))
    await writeFile(at(name), content)
    await expect(toVoiceNote(at(name), at('out.ogg'))).rejects.toMatchObject(unconvertible)
  })

  it('refuses a film without sound, and a missing file', async () => {
    await expect(toVoiceNote(at('film.mp4'), at('out.ogg'))).rejects.toMatchObject(unconvertible)
    await expect(toVoiceNote(at('none.wav'), at('out.ogg'))).rejects.toMatchObject(unconvertible)
  })
})

describe('audioInfo', () => {
  it('measures the duration of a sound', async () => {
    expect(await audioInfo(at('four.wav'))).toEqual({ seconds: 4 })
    expect(await audioInfo(at('four.mp3'))).toEqual({ seconds: 4 })
  })

  it('refuses bytes that are no sound', async () => {
    await writeFile(at('words.mp3'), 'no sound at all')
    await expect(audioInfo(at('words.mp3'))).rejects.toMatchObject(unconvertible)
  })
})

describe('videoInfo', () => {
  it('measures a film and makes a thumbnail of its first frame', async () => {
    const info = await videoInfo(at('film.mp4'))
    expect(info).toMatchObject({ width: 320, height: 240, seconds: 2 })
    expect(await sharp(info.jpegThumbnail).metadata()).toMatchObject({
      format: 'jpeg',
      width: 32,
      height: 24,
    })
  })

  it('applies the rotation of the phone', async () => {
    await ffmpeg('-i', at('film.mp4'), '-c', 'copy', '-metadata:s:v:0', 'rotate=90', at('turned.mp4'))
    expect(await videoInfo(at('turned.mp4'))).toMatchObject({ width: 240, height: 320 })
  })

  it('measures a film that states no duration', async () => {
    expect(await videoInfo(at('stream.webm'))).toMatchObject({ seconds: 2 })
  })

  describe('a film above the pixel limit', () => {
    const encoder = ['-frames:v', '1', '-preset', 'ultrafast', '-x264-params', 'rc-lookahead=0']
    const large = (name: string, size: string, ...more: string[]) =>
      ffmpeg('-f', 'lavfi', '-i', `color=c=teal:size=${size}:rate=1`, ...more, at(name))

    beforeAll(async () => {
      await large('8k.mp4', '7680x4320', '-pix_fmt', 'yuv420p', ...encoder)
    })

    it('has size and duration, but no thumbnail', async () => {
      expect((await stat(at('8k.mp4'))).size).toBeLessThan(150_000)
      expect(await videoInfo(at('8k.mp4'))).toEqual({ width: 7680, height: 4320, seconds: 1 })
    })

    it('has the size after the rotation', async () => {
      await ffmpeg('-i', at('8k.mp4'), '-c', 'copy', '-metadata:s:v:0', 'rotate=90', at('8k-turned.mp4'))
      expect(await videoInfo(at('8k-turned.mp4'))).toEqual({ width: 4320, height: 7680, seconds: 1 })
    })

    it('works although the container states another size, or none', async () => {
      const bytes = await readFile(at('8k.mp4'))
      const sizeAt = bytes.indexOf('avc1', bytes.indexOf('stsd')) + 28
      expect(bytes.readUInt16BE(sizeAt)).toBe(7680)
      bytes.writeUInt16BE(64, sizeAt)
      bytes.writeUInt16BE(36, sizeAt + 2)
      await writeFile(at('8k-liar.mp4'), bytes)
      expect(await videoInfo(at('8k-liar.mp4'))).not.toHaveProperty('jpegThumbnail')
      await picture(7680, 4320).toColourspace('b-w').png({ compressionLevel: 1 }).toFile(at('8k.png'))
      await ffmpeg('-i', at('8k.png'), '-c', 'copy', at('8k.mov'))
      expect(await videoInfo(at('8k.mov'))).toEqual({ width: 7680, height: 4320, seconds: 1 })
    })

    it('has a thumbnail for 4K, the largest format of phones', async () => {
      await large('4k.mp4', '3840x2160', '-pix_fmt', 'yuv420p', ...encoder)
      const { jpegThumbnail, ...rest } = await videoInfo(at('4k.mp4'))
      expect(rest).toEqual({ width: 3840, height: 2160, seconds: 1 })
      expect(await sharp(jpegThumbnail).metadata()).toMatchObject({ width: 32, height: 18 })
    })
  })

  it('shrinks the frame of a very flat video', async () => {
    const { jpegThumbnail, ...rest } = await videoInfo(at('line.mp4'))
    expect(rest).toEqual({ width: 2000, height: 2, seconds: 1 })
    expect(await sharp(jpegThumbnail).metadata()).toMatchObject({ width: 32, height: 1 })
  })

  it.each([
    ['bytes that are no film', async () => writeFile(at('bad.mp4'), 'words')],
    [
      'a film that was cut before its index',
      async () => {
        await writeFile(at('bad.mp4'), (await readFile(at('film.mp4'))).subarray(0, 2_000))
      },
    ],
    ['a sound', async () => writeFile(at('bad.mp4'), wav(0, 1))],
    [
      'zeros',
      async () =>
        (
          await open(at('bad.mp4'), 'w').then(async (file) => {
            await file.truncate(1_000_000)
            return file
          })
        ).close(),
    ],
  ])('refuses %s', async (_what, make) => {
    await make()
    await expect(videoInfo(at('bad.mp4'))).rejects.toMatchObject(unconvertible)
  })
})
