package main

import (
	"fmt"

	"go.mau.fi/whatsmeow/types/events"
)

// failLogin has the server refuse the next login of B.
func (s *stage) failLogin(reason int) {
	s.box.fault(body{"failLogin": reason, "phone": bert, "count": 1})
	s.box.drop(bert)
}

// logins ends connections and links. No step behind these uses the clients.
func (s *stage) logins() {
	s.step("login: failure 503, the client tries again", func() {
		s.afterwards(func() { s.failLogin(503) }, s.b)
	})
	s.step("login: failure 405, the client is outdated", func() {
		mark := s.b.mark()
		s.failLogin(405)
		await[*events.ClientOutdated](s.b, mark, nil)
		s.b.Disconnect()
		s.b.login()
	})
	var ban *events.TemporaryBan
	s.step("login: failure 402, the account is banned for a time", func() {
		mark := s.b.mark()
		s.failLogin(402)
		ban = await[*events.TemporaryBan](s.b, mark, nil)
		s.b.Disconnect()
		s.b.login()
	})
	s.step("login: a temporary ban has a reason and an end", func() {
		require(ban.Code != 0 && ban.Expire > 0, "%+v", ban)
	})
	for i := range 3 {
		s.step(fmt.Sprintf("login: failure 403, the client is logged out (%d)", i+1), func() {
			mark := s.b.mark()
			s.failLogin(403)
			await[*events.LoggedOut](s.b, mark, nil)
			s.b.Disconnect()
			s.b = s.pairByQR("B again", bert)
		})
	}
	s.step("login: another connection of the device replaces the first", func() {
		mark := s.a2.mark()
		twin := s.reopened(s.a2, "A2 twin")
		twin.login()
		await[*events.StreamReplaced](s.a2, mark, nil)
		s.a2 = twin
	})
	s.step("companions: a client logs out by itself", func() {
		s.cacheDevicesOfAnna()
		before := s.box.devices(anna)
		check(s.a2.Logout(ctx))
		require(s.box.devices(anna) == before-1, "the phone still shows the device")
	})
	s.step("companions: the phone unlinks a client", func() {
		mark := s.a.mark()
		s.box.call("POST", "/phones/"+anna+"/unlink", body{"device": s.a.Store.ID.Device})
		loggedOut := await[*events.LoggedOut](s.a, mark, nil)
		require(!loggedOut.OnConnect, "the client learns it at a login only")
	})
	s.step("companions: a contact's client learns of removed ones", func() {
		// The phone and A3 are left.
		require(len(s.devicesOfAnna()) == s.box.devices(anna)+1, "B sends to %v", s.devicesOfAnna())
	})
	s.step("companions: a client that was unlinked while away is logged out", func() {
		s.b.Disconnect()
		s.box.call("POST", "/phones/"+bert+"/unlink", body{"device": s.b.Store.ID.Device})
		mark := s.b.mark()
		check(s.b.Connect())
		loggedOut := await[*events.LoggedOut](s.b, mark, nil)
		require(loggedOut.OnConnect, "the client learns it at no login")
	})
}
