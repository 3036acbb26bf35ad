package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"
)

func (s *stage) media() {
	for _, kind := range []whatsmeow.MediaType{whatsmeow.MediaImage, whatsmeow.MediaVideo, whatsmeow.MediaAudio, whatsmeow.MediaDocument} {
		s.step("media: upload and download, "+string(kind), func() { s.sendFile(kind) })
	}
	var received *events.Message
	file := picture(80)
	s.step("media: download from a phone", func() {
		mark := s.a.mark()
		received = s.a.awaitMessage(mark, s.box.write(cleo, body{"to": anna, "type": "image", "base64": file, "caption": "in"}))
		require(bytes.Equal(must(s.a.Download(ctx, received.Message.GetImageMessage())), file), "other bytes")
	})
	s.step("media: the phone uploads an expired file again", func() {
		s.box.call("POST", "/phones/"+cleo+"/messages/"+received.Info.ID+"/expire-media", body{})
		image := received.Message.GetImageMessage()
		_, err := s.a.Download(ctx, image)
		require(errors.Is(err, whatsmeow.ErrMediaDownloadFailedWith410), "expected status 410, got %v", err)
		mark := s.a.mark()
		check(s.a.SendMediaRetryReceipt(ctx, &received.Info, image.GetMediaKey()))
		retry := await[*events.MediaRetry](s.a, mark, nil)
		renewed := must(whatsmeow.DecryptMediaRetryNotification(retry, image.GetMediaKey()))
		// whatsmeow prefers the old URL to the new path.
		image.URL, image.DirectPath = nil, renewed.DirectPath
		require(bytes.Equal(must(s.a.Download(ctx, image)), file), "other bytes")
	})
}

// sendFile uploads a file from A and downloads it at B. Both phones check the file too.
func (s *stage) sendFile(kind whatsmeow.MediaType) {
	file := picture(200)
	mark := s.b.mark()
	id := s.a.send(s.lids[bert], fileMessage(kind, must(s.a.Upload(ctx, file, kind))))
	sum := sha256.Sum256(file)
	s.untilRow(bert, id, is("sha256", hex.EncodeToString(sum[:])))
	received := s.b.awaitMessage(mark, id)
	require(bytes.Equal(must(s.b.DownloadAny(ctx, received.Message)), file), "other bytes")
}

func fileMessage(kind whatsmeow.MediaType, up whatsmeow.UploadResponse) *waE2E.Message {
	switch kind {
	case whatsmeow.MediaVideo:
		return &waE2E.Message{VideoMessage: &waE2E.VideoMessage{
			URL: &up.URL, DirectPath: &up.DirectPath, MediaKey: up.MediaKey, FileEncSHA256: up.FileEncSHA256,
			FileSHA256: up.FileSHA256, FileLength: &up.FileLength, Mimetype: proto.String("video/mp4"),
		}}
	case whatsmeow.MediaAudio:
		return &waE2E.Message{AudioMessage: &waE2E.AudioMessage{
			URL: &up.URL, DirectPath: &up.DirectPath, MediaKey: up.MediaKey, FileEncSHA256: up.FileEncSHA256,
			FileSHA256: up.FileSHA256, FileLength: &up.FileLength, Mimetype: proto.String("audio/ogg"), PTT: proto.Bool(true),
		}}
	case whatsmeow.MediaDocument:
		return &waE2E.Message{DocumentMessage: &waE2E.DocumentMessage{
			URL: &up.URL, DirectPath: &up.DirectPath, MediaKey: up.MediaKey, FileEncSHA256: up.FileEncSHA256,
			FileSHA256: up.FileSHA256, FileLength: &up.FileLength, Mimetype: proto.String("text/plain"), FileName: proto.String("file.txt"),
		}}
	default:
		return &waE2E.Message{ImageMessage: &waE2E.ImageMessage{
			URL: &up.URL, DirectPath: &up.DirectPath, MediaKey: up.MediaKey, FileEncSHA256: up.FileEncSHA256,
			FileSHA256: up.FileSHA256, FileLength: &up.FileLength, Mimetype: proto.String("image/jpeg"),
		}}
	}
}
