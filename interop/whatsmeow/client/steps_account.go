package main

import (
	"slices"
	"time"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
)

// account changes the settings of Anna's account.
func (s *stage) account() {
	s.step("account: a picture can be set", func() { must(s.a.SetGroupPhoto(ctx, types.EmptyJID, picture(96))) })
	s.step("account: an about can be set", func() {
		check(s.a.SetStatusMessage(ctx, "new about"))
		about := s.box.call("GET", "/phones/"+anna, nil)["about"]
		require(about == "new about", "the phone shows %v", about)
	})
	s.step("account: disappearing messages by default", func() { check(s.a.SetDefaultDisappearingTimer(ctx, 24*time.Hour)) })
	s.step("account: disappearing messages in a chat", func() {
		check(s.a.SetDisappearingTimer(ctx, s.lids[cleo], 24*time.Hour, time.Now()))
	})
	s.step("account: a QR code for contacts", func() {
		code := must(s.a.GetContactQRLink(ctx, false))
		require(must(s.b.ResolveContactQRLink(ctx, code)).JID == pn(anna), "another account")
		require(must(s.a.GetContactQRLink(ctx, true)) != code, "the code is not revoked")
	})
	s.step("privacy: all settings can be read", func() {
		settings := must(s.a.TryFetchPrivacySettings(ctx, true))
		require(settings.GroupAdd != "" && settings.LastSeen != "" && settings.Online != "", "%+v", settings)
	})
	s.step("privacy: the audience of the status can be read", func() {
		require(len(must(s.a.GetStatusPrivacy(ctx))) > 0, "no audience")
	})
	s.step("privacy: a setting is kept", func() {
		must(s.a.SetPrivacySetting(ctx, types.PrivacySettingTypeLastSeen, types.PrivacySettingContacts))
		settings := must(s.a.TryFetchPrivacySettings(ctx, true))
		require(settings.LastSeen == types.PrivacySettingContacts, "last seen is %s", settings.LastSeen)
	})
	s.step("blocklist: read", func() {
		require(must(s.a.GetBlocklist(ctx)).DHash != "", "no dhash")
	})
	s.step("blocklist: block", func() {
		list := must(s.a.UpdateBlocklist(ctx, pn(dora), events.BlocklistChangeActionBlock))
		require(len(list.JIDs) == 1, "%+v", list)
	})
	s.step("blocklist: a blocked account cannot write", func() {
		mark := s.a.mark()
		blocked := s.box.writeText(dora, anna, "I am blocked")
		s.a.awaitMessage(mark, s.box.writeText(cleo, anna, "I am not blocked"))
		delivered := slices.ContainsFunc(all[*events.Message](s.a, mark), func(message *events.Message) bool {
			return message.Info.ID == blocked
		})
		require(!delivered, "the message is delivered")
	})
	s.step("blocklist: unblock", func() {
		list := must(s.a.UpdateBlocklist(ctx, pn(dora), events.BlocklistChangeActionUnblock))
		require(len(list.JIDs) == 0, "%+v", list)
	})
}
