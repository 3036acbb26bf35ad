package main

import (
	"time"

	"go.mau.fi/util/random"
	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waCommon"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// timer is the timer of a disappearing chat in seconds.
const timer = 86_400

// gateway has the numbers of a gateway and of its customer, a channel of the customer that the gateway follows, and the kinds to send.
type gateway struct {
	Business string   `json:"business"`
	Customer string   `json:"customer"`
	Channel  string   `json:"channel"`
	Kinds    []string `json:"kinds"`
}

// writer is a customer's companion that writes to the number of a gateway, and into a channel.
type writer struct {
	*account
	to, channel types.JID
}

// kindsToGateway pairs a companion of the customer and sends each named kind. The report has the id of the message that the gateway shows.
func (s *stage) kindsToGateway(to gateway) {
	var w writer
	s.step("pairing", func() {
		w = writer{s.pairByQR("customer", to.Customer), pn(to.Business), must(types.ParseJID(to.Channel))}
	})
	for _, name := range to.Kinds {
		send, isKnown := writers[name]
		s.kind(name, func() string {
			require(isKnown, "the client cannot send %s", name)
			return send(w)
		})
	}
}

// writers has a function for each kind. The function returns the id of the message that shows the effect.
var writers = map[string]func(writer) string{
	"text": func(w writer) string { return w.send(w.to, text("hello gateway")) },
	"reply": func(w writer) string {
		return w.send(w.to, w.reply(w.send(w.to, text("a question")), "a question", "an answer"))
	},
	"edit": func(w writer) string {
		id := w.send(w.to, text("before"))
		w.send(w.to, w.BuildEdit(w.to, id, text("after")))
		return id
	},
	"edit by secret": writer.editBySecret,
	"reaction": func(w writer) string {
		id := w.send(w.to, text("react to me"))
		return w.send(w.to, w.BuildReaction(w.to, w.Store.GetJID().ToNonAD(), id, "👍"))
	},
	"image": func(w writer) string {
		message := fileMessage(whatsmeow.MediaImage, must(w.Upload(ctx, picture(80), whatsmeow.MediaImage)))
		message.ImageMessage.Caption = proto.String("a picture")
		return w.send(w.to, message)
	},
	"location": func(w writer) string {
		return w.send(w.to, &waE2E.Message{LocationMessage: &waE2E.LocationMessage{
			DegreesLatitude: proto.Float64(41.5), DegreesLongitude: proto.Float64(28.25), Name: proto.String("Istanbul"),
		}})
	},
	"contact": func(w writer) string {
		card := "BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nTEL;waid=905551234567:+905551234567\nEND:VCARD"
		return w.send(w.to, &waE2E.Message{ContactMessage: &waE2E.ContactMessage{
			DisplayName: proto.String("Ada"), Vcard: proto.String(card),
		}})
	},
	"poll":      func(w writer) string { return w.poll() },
	"poll vote": writer.vote,
	"event": func(w writer) string {
		return w.send(w.to, &waE2E.Message{
			EventMessage: &waE2E.EventMessage{
				Name: proto.String("Opening"), Description: proto.String("We open"), StartTime: proto.Int64(1_900_000_000),
			},
			MessageContextInfo: &waE2E.MessageContextInfo{MessageSecret: random.Bytes(32)},
		})
	},
	"channel post": func(w writer) string { return w.send(w.channel, text("fresh bread")) },
	"disappearing timer": func(w writer) string {
		check(w.SetDisappearingTimer(ctx, w.to, timer*time.Second, time.Now()))
		return w.send(w.to, &waE2E.Message{ExtendedTextMessage: &waE2E.ExtendedTextMessage{
			Text: proto.String("gone tomorrow"), ContextInfo: &waE2E.ContextInfo{Expiration: proto.Uint32(timer)},
		}})
	},
}

func (w writer) reply(id, question, answer string) *waE2E.Message {
	return &waE2E.Message{ExtendedTextMessage: &waE2E.ExtendedTextMessage{
		Text: proto.String(answer),
		ContextInfo: &waE2E.ContextInfo{
			StanzaID: proto.String(id), Participant: proto.String(w.Store.GetJID().ToNonAD().String()), QuotedMessage: text(question),
		},
	}}
}

func (w writer) poll() string {
	return w.send(w.to, w.BuildPollCreation("Which day?", []string{"Monday", "Tuesday"}, 1))
}

// vote votes in the customer's own poll.
func (w writer) vote() string {
	id := w.poll()
	info := types.MessageInfo{ID: id, MessageSource: types.MessageSource{
		Chat: w.to, Sender: w.Store.GetJID().ToNonAD(), IsFromMe: true,
	}}
	w.send(w.to, must(w.BuildPollVote(ctx, &info, []string{"Tuesday"})))
	return id
}

// editBySecret edits a text as newer phones do. whatsmeow has no builder for this form.
func (w writer) editBySecret() string {
	original := text("before the secret")
	original.MessageContextInfo = &waE2E.MessageContextInfo{MessageSecret: random.Bytes(32)}
	id := w.send(w.to, original)
	own := w.Store.GetJID().ToNonAD()
	key := &waCommon.MessageKey{RemoteJID: proto.String(w.to.String()), FromMe: proto.Bool(true), ID: proto.String(id)}
	edit := must(proto.Marshal(&waE2E.Message{ProtocolMessage: &waE2E.ProtocolMessage{
		Key: key, Type: waE2E.ProtocolMessage_MESSAGE_EDIT.Enum(), EditedMessage: text("after the secret"),
		TimestampMS: proto.Int64(time.Now().UnixMilli()),
	}}))
	sealed, iv, err := w.DangerousInternals().EncryptMsgSecret(ctx, own, w.to, own, id, "Message Edit", edit)
	check(err)
	w.send(w.to, &waE2E.Message{SecretEncryptedMessage: &waE2E.SecretEncryptedMessage{
		TargetMessageKey: key, EncPayload: sealed, EncIV: iv, SecretEncType: waE2E.SecretEncryptedMessage_MESSAGE_EDIT.Enum(),
	}})
	return id
}
