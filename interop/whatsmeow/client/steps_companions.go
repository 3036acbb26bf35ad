package main

import (
	"slices"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
)

// companions links a second client to Anna's account.
func (s *stage) companions() {
	s.step("companions: link a second one", func() {
		s.cacheDevicesOfAnna()
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
	s.step("companions: the ack of a message names the hash of the device list", func() {
		s.box.fault(body{"dropDeviceNews": true, "phone": bert, "count": 1})
		late := s.pairByQR("A late", anna)
		defer func() { check(late.Logout(ctx)) }()
		for _, jid := range []types.JID{s.lids[anna], pn(anna)} {
			mark := late.mark()
			unheard := s.b.send(jid, text("to a stale list"))
			late.awaitMessage(mark, s.b.send(jid, text("to the whole list")))
			reached := slices.ContainsFunc(all[*events.Message](late, mark), func(message *events.Message) bool {
				return message.Info.ID == unheard
			})
			require(!reached, "B knows the new device")
		}
		require(s.warned("different participant list hash") == 2, "B did not learn that both lists are stale")
	})
	s.step("companions: each receives copies of what the other sends", func() {
		s.a2.awaitMessage(0, s.a.send(pn(cleo), text("by A")))
		id := s.a2.send(pn(cleo), text("by A2"))
		require(s.a.awaitMessage(0, id).Info.IsFromMe, "the copy is not from Anna's account")
		s.untilRow(anna, id, is("text", "by A2"))
	})
}

// cacheDevicesOfAnna has B send to both addresses of Anna. whatsmeow updates a list only if it knows the list of the number.
func (s *stage) cacheDevicesOfAnna() {
	for _, jid := range []types.JID{s.lids[anna], pn(anna)} {
		s.b.send(jid, text("before the change of the devices"))
	}
}

// devicesOfAnna returns the devices that B sends to, once B has handled all notifications so far.
func (s *stage) devicesOfAnna() []types.JID {
	s.b.awaitMessage(0, s.box.writeText(cleo, bert, "after the notifications"))
	return must(s.b.GetUserDevices(ctx, []types.JID{s.lids[anna]}))
}
