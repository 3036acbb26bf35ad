package main

import (
	"fmt"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
)

func sendWithID(id types.MessageID) whatsmeow.SendRequestExtra {
	return whatsmeow.SendRequestExtra{ID: id}
}

func (s *stage) connection() {
	s.step("connection: a restarted client receives what it missed", func() {
		s.a.Disconnect()
		id := s.box.writeText(cleo, anna, "while away")
		s.a = s.reopened(s.a, "A restarted")
		s.a.login()
		await[*events.OfflineSyncCompleted](s.a, 0, nil)
		s.a.awaitMessage(0, id)
	})
	s.step("connection: the backlog is announced", func() { await[*events.OfflineSyncPreview](s.a, 0, nil) })
	s.step("connection: a ping is answered", func() {
		_, isAnswered := s.a.DangerousInternals().SendKeepAlive(ctx)
		require(isAnswered, "no answer")
	})
	s.step("connection: a passive client receives no backlog", func() {
		mark := s.a.mark()
		check(s.a.SetPassive(ctx, true))
		s.a.awaitMessage(mark, s.box.writeText(cleo, anna, "after passive"))
		require(len(all[*events.OfflineSyncCompleted](s.a, mark)) == 0, "the server sends the backlog")
	})
	s.step("connection: an active client receives the backlog", func() {
		mark := s.a.mark()
		check(s.a.SetPassive(ctx, false))
		await[*events.OfflineSyncCompleted](s.a, mark, nil)
	})
	s.step("prekeys: the server says when few are left", func() {
		left := must(s.a.DangerousInternals().GetServerPreKeyCount(ctx))
		for range left - 2 {
			must(s.b.DangerousInternals().FetchPreKeys(ctx, []types.JID{s.a.Store.GetLID()}))
		}
		s.until("new prekeys", func() bool { return must(s.a.DangerousInternals().GetServerPreKeyCount(ctx)) > 20 })
	})
	s.step("connection: a client comes back after a cut", func() { s.reconnect(anna, s.a, s.a2) })
	for _, code := range []int{503, 500, 515, 516} {
		s.step(fmt.Sprint("connection: a client comes back after stream error ", code), func() {
			defer s.box.clearFaults()
			s.afterwards(func() { s.box.fault(body{"streamError": code, "phone": anna, "count": 1}) }, s.a, s.a2)
		})
	}
	s.step("connection: a client reads each of 10 stream errors", func() {
		for i := range 10 {
			s.afterwards(func() { s.box.fault(body{"streamError": 503, "phone": bert, "count": 1}) }, s.b)
			require(s.warned("Got 503 stream error") == i+1, "the client missed stream error %d", i+1)
		}
	})
	s.step("connection: a client notices a silent server", s.silentServer)
}

// silentServer shortens the keep-alive of all clients, because whatsmeow has one setting for all.
func (s *stage) silentServer() {
	intervalMin, intervalMax, deadline := whatsmeow.KeepAliveIntervalMin, whatsmeow.KeepAliveIntervalMax, whatsmeow.KeepAliveResponseDeadline
	defer func() {
		whatsmeow.KeepAliveIntervalMin, whatsmeow.KeepAliveIntervalMax, whatsmeow.KeepAliveResponseDeadline = intervalMin, intervalMax, deadline
	}()
	whatsmeow.KeepAliveIntervalMin, whatsmeow.KeepAliveIntervalMax = time.Second, 2*time.Second
	whatsmeow.KeepAliveResponseDeadline = s.scaled(2 * time.Second)
	s.b.Disconnect()
	s.b.login()
	mark := s.b.mark()
	s.box.fault(body{"silent": true, "phone": bert})
	await[*events.KeepAliveTimeout](s.b, mark, nil)
	s.box.clearFaults()
	await[*events.KeepAliveRestored](s.b, mark, nil)
}
