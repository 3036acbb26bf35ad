package main

import (
	"time"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
)

// trouble has the network and the phones misbehave.
func (s *stage) trouble() {
	s.step("trouble: a refused message is an error", func() {
		s.box.fault(body{"ackError": 479, "phone": anna, "count": 1})
		_, err := s.a.SendMessage(ctx, pn(cleo), text("refused"))
		require(err != nil, "no error")
	})
	s.step("trouble: a lost ack and a reconnect make one message", func() {
		markA, markB := s.a.mark(), s.b.mark()
		s.box.fault(body{"dropAcks": true, "phone": anna, "count": 1})
		sent := make(chan error, 1)
		id := s.a.GenerateMessageID()
		go func() {
			_, err := s.a.SendMessage(ctx, pn(bert), text("once"), sendWithID(id))
			sent <- err
		}()
		s.b.awaitMessage(markB, id)
		s.box.drop(anna)
		check(<-sent)
		s.a.awaitLogin(markA)
		s.b.awaitMessage(markB, s.a.send(pn(bert), text("after it")))
		count := 0
		for _, message := range all[*events.Message](s.b, markB) {
			if message.Info.ID == id {
				count++
			}
		}
		require(count == 1, "%d messages", count)
	})
	s.step("trouble: a client confirms a message whose receipt was lost", func() {
		mark := s.a.mark()
		s.box.fault(body{"dropReceipts": true, "phone": anna})
		id := s.box.writeText(cleo, anna, "again")
		s.a.awaitMessage(mark, id)
		s.box.clearFaults()
		s.reconnect(anna, s.a, s.a2)
		s.untilRow(cleo, id, is("status", "DELIVERED"))
	})
	s.step("trouble: a late answer", func() {
		s.box.fault(body{"iqDelayMs": 1000, "phone": anna, "count": 1})
		start := time.Now()
		must(s.a.GetUserInfo(ctx, []types.JID{pn(cleo)}))
		require(time.Since(start) >= 900*time.Millisecond, "the answer is not late")
	})
	s.step("trouble: a phone that is off receives a text later", func() {
		s.box.change(cleo, body{"online": false})
		id := s.a.send(pn(cleo), text("to a phone that is off"))
		require(s.box.row(cleo, id) == nil, "a phone that is off shows the text")
		s.box.change(cleo, body{"online": true})
		s.untilRow(cleo, id, is("text", "to a phone that is off"))
	})
}

// reconnect cuts the sockets of an account and waits until its clients are logged in again.
func (s *stage) reconnect(phone string, clients ...*account) {
	s.afterwards(func() { s.box.drop(phone) }, clients...)
}

// afterwards runs a disturbance and waits until the clients are logged in again.
func (s *stage) afterwards(disturb func(), clients ...*account) {
	marks := make([]int, len(clients))
	for i, client := range clients {
		marks[i] = client.mark()
	}
	disturb()
	for i, client := range clients {
		client.awaitLogin(marks[i])
	}
}
