package main

import (
	"fmt"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
)

func (s *stage) retries() {
	for _, count := range []int{1, 2} {
		s.step(fmt.Sprintf("retry: a phone cannot decrypt %d times", count), func() {
			s.box.fault(body{"undecryptable": true, "phone": cleo, "count": count})
			content := fmt.Sprint("retry ", count)
			s.untilRow(cleo, s.a.send(s.lids[cleo], text(content)), is("text", content))
		})
	}
	for _, count := range []int{1, 2} {
		s.step(fmt.Sprintf("retry: a client cannot decrypt %d times", count), func() {
			s.box.fault(body{"corrupt": true, "phone": cleo, "count": count})
			s.a.awaitMessage(0, s.box.writeText(cleo, anna, "garbled"))
		})
	}
	s.step("retry: the next text needs no retry", func() {
		s.a.awaitMessage(0, s.box.writeText(cleo, anna, "fine again"))
		require(s.warned("decrypt") == 0, "the client could not decrypt")
	})
	s.step("placeholder: the account's phone sends the message again", func() {
		s.box.fault(body{"unavailable": "none", "phone": anna, "count": 1})
		mark := s.a.mark()
		id := s.box.writeText(cleo, anna, "placeholder")
		await(s.a, mark, func(message *events.UndecryptableMessage) bool { return message.Info.ID == id })
		s.a.sendToPhone(s.a.BuildUnavailableMessageRequest(s.lids[cleo], s.lids[cleo], id))
		s.a.awaitMessage(mark, id)
	})
	s.step("history: older messages on demand", func() {
		mark := s.a.mark()
		source := types.MessageSource{Chat: s.lids[cleo]}
		last := &types.MessageInfo{MessageSource: source, ID: s.received, Timestamp: time.Now()}
		s.a.sendToPhone(s.a.BuildHistorySyncRequest(last, 10))
		history := await[*events.HistorySync](s.a, mark, nil)
		count := 0
		for _, conversation := range history.Data.GetConversations() {
			count += len(conversation.GetMessages())
		}
		require(count == 10, "%d of 10 messages", count)
	})
}

// sendToPhone sends a request to the phone of the client's account.
func (a *account) sendToPhone(message *waE2E.Message) {
	must(a.SendMessage(ctx, a.Store.ID.ToNonAD(), message, whatsmeow.SendRequestExtra{Peer: true}))
}
