package main

import (
	"fmt"
	"slices"
	"time"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
)

func (s *stage) texts() {
	var sent string
	s.step("text: to a number", func() {
		sent = s.a.send(pn(cleo), text("hello by number"))
		s.untilRow(cleo, sent, is("text", "hello by number"))
		s.untilRow(anna, sent, is("fromMe", true))
	})
	s.step("text: to a LID", func() {
		s.untilRow(cleo, s.a.send(s.lids[cleo], text("hello by LID")), is("text", "hello by LID"))
	})
	s.step("text: to oneself", func() {
		s.untilRow(anna, s.a.send(pn(anna), text("note")), is("text", "note"))
	})
	s.step("receipt: delivered", func() { s.a.awaitReceipt(0, sent, types.ReceiptTypeDelivered) })
	s.step("receipt: read by a phone", func() {
		s.box.call("POST", "/phones/"+cleo+"/read", body{"chat": anna})
		s.a.awaitReceipt(0, sent, types.ReceiptTypeRead)
	})
	for _, addressing := range []string{"pn", "lid-only", "lid"} {
		s.step("text: from a phone that writes by "+addressing, func() {
			s.box.change(cleo, body{"addressing": addressing})
			mark := s.a.mark()
			s.received = s.box.writeText(cleo, anna, "to A by "+addressing)
			message := s.a.awaitMessage(mark, s.received)
			require(message.Message.GetConversation() == "to A by "+addressing, "text: %q", message.Message.GetConversation())
			require(!message.Info.IsFromMe && message.Info.PushName == "Cleo", "%+v", message.Info)
			s.untilRow(cleo, s.received, is("status", "DELIVERED"))
		})
	}
	s.step("text: a new name of the sender", func() {
		mark := s.a.mark()
		s.box.change(cleo, body{"name": "Cleo II"})
		s.box.writeText(cleo, anna, "with a new name")
		await(s.a, mark, func(change *events.PushName) bool { return change.NewPushName == "Cleo II" })
	})
	s.step("text: a copy from the account's phone", func() {
		mark := s.a.mark()
		message := s.a.awaitMessage(mark, s.box.writeText(anna, cleo, "from Anna's phone"))
		require(message.Info.IsFromMe && message.Info.Chat.User == s.lids[cleo].User, "%+v", message.Info)
	})
	s.step("receipt: a phone sees that a client read its message", func() {
		check(s.a.MarkRead(ctx, []string{s.received}, time.Now(), s.lids[cleo], s.lids[cleo]))
		s.untilRow(cleo, s.received, is("status", "READ"))
	})
	s.step("receipt: the account's phone sees that a client read a message", func() {
		s.untilRow(anna, s.received, is("status", "READ"))
	})
	s.step("typing: a phone sees it", func() {
		check(s.a.SendChatPresence(ctx, s.lids[cleo], types.ChatPresenceComposing, types.ChatPresenceMediaText))
		s.untilPresence(anna, "composing")
	})
	s.step("typing: another client sees it", func() {
		mark := s.b.mark()
		check(s.a.SendChatPresence(ctx, s.lids[bert], types.ChatPresenceComposing, types.ChatPresenceMediaAudio))
		await(s.b, mark, func(typing *events.ChatPresence) bool { return typing.Media == types.ChatPresenceMediaAudio })
	})
	s.step("presence: a subscription is answered", func() {
		mark := s.a.mark()
		check(s.a.SubscribePresence(ctx, pn(bert)))
		await[*events.Presence](s.a, mark, nil)
	})
	s.step("presence: a subscriber sees a change", func() {
		mark := s.a.mark()
		check(s.b.SendPresence(ctx, types.PresenceUnavailable))
		defer func() { check(s.b.SendPresence(ctx, types.PresenceAvailable)) }()
		await(s.a, mark, func(presence *events.Presence) bool { return presence.Unavailable })
	})
	s.step("text: between two clients, with a read receipt", func() {
		mark := s.b.mark()
		question := s.b.awaitMessage(mark, s.a.send(pn(bert), text("A to B")))
		mark = s.a.mark()
		answer := s.a.awaitMessage(mark, s.b.send(question.Info.Chat, text("B to A")))
		check(s.a.MarkRead(ctx, []string{answer.Info.ID}, time.Now(), answer.Info.Chat, answer.Info.Sender))
		s.b.awaitReceipt(0, answer.Info.ID, types.ReceiptTypeRead)
	})
	s.step("text: 300 to another client, in order", func() {
		mark := s.b.mark()
		for i := range 300 {
			s.a.send(pn(bert), text(fmt.Sprint("row ", i)))
		}
		s.until("the last text", func() bool { return len(s.b.numbered(mark, "row")) >= 300 })
		require(isInOrder(s.b.numbered(mark, "row")), "out of order: %v", s.b.numbered(mark, "row"))
	})
	s.step("text: 60 that waited for a client, in order", func() {
		s.b.Disconnect()
		for i := range 60 {
			s.box.writeText(cleo, bert, fmt.Sprint("offline ", i))
		}
		mark := s.b.mark()
		s.b.login()
		await[*events.OfflineSyncCompleted](s.b, mark, nil)
		s.until("the last text", func() bool { return len(s.b.numbered(mark, "offline")) >= 60 })
		require(isInOrder(s.b.numbered(mark, "offline")), "out of order: %v", s.b.numbered(mark, "offline"))
	})
}

// awaitReceipt waits for a receipt of one type for a message.
func (a *account) awaitReceipt(mark int, id string, kind types.ReceiptType) *events.Receipt {
	return await(a, mark, func(receipt *events.Receipt) bool {
		return receipt.Type == kind && slices.Contains(receipt.MessageIDs, id)
	})
}

// numbered returns the numbers of the texts "prefix number" after a mark.
func (a *account) numbered(mark int, prefix string) []int {
	var numbers []int
	for _, message := range all[*events.Message](a, mark) {
		var number int
		if _, err := fmt.Sscanf(message.Message.GetConversation(), prefix+" %d", &number); err == nil {
			numbers = append(numbers, number)
		}
	}
	return numbers
}

func isInOrder(numbers []int) bool {
	for i, number := range numbers {
		if number != i {
			return false
		}
	}
	return true
}
