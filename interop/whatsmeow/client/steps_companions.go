package main

import (
	"slices"

	"go.mau.fi/whatsmeow/types"
)

// companions links a second client to Anna's account.
func (s *stage) companions() {
	s.step("companions: link a second one", func() {
		// B has the device list of Anna in its cache.
		s.b.send(s.lids[anna], text("before the second companion"))
		s.a2 = s.pairByQR("A2", anna)
	})
	s.step("companions: both receive what a phone writes", func() {
		id := s.box.writeText(cleo, anna, "to both of A")
		s.a.awaitMessage(0, id)
		s.a2.awaitMessage(0, id)
	})
	s.step("companions: a contact's client learns of a new one", func() {
		require(slices.Contains(s.devicesOfAnna(), s.a2.Store.GetLID()), "B does not know the new device")
	})
	s.step("companions: each receives copies of what the other sends", func() {
		s.a2.awaitMessage(0, s.a.send(pn(cleo), text("by A")))
		id := s.a2.send(pn(cleo), text("by A2"))
		require(s.a.awaitMessage(0, id).Info.IsFromMe, "the copy is not from Anna's account")
		s.untilRow(anna, id, is("text", "by A2"))
	})
}

// devicesOfAnna returns the devices that B sends to, once B has handled all notifications so far.
func (s *stage) devicesOfAnna() []types.JID {
	s.b.awaitMessage(0, s.box.writeText(cleo, bert, "after the notifications"))
	return must(s.b.GetUserDevices(ctx, []types.JID{s.lids[anna]}))
}
