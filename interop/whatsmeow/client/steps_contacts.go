package main

import (
	"errors"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
)

const unknownNumber = "491700000000"

// contacts asks the server about other accounts.
func (s *stage) contacts() {
	s.step("contacts: a number is on WhatsApp or not", func() {
		found := must(s.a.IsOnWhatsApp(ctx, []string{"+" + cleo, "+" + unknownNumber}))
		require(len(found) == 2 && found[0].IsIn && !found[1].IsIn, "%+v", found)
	})
	s.step("contacts: an answer names the queried number", func() {
		found := must(s.a.IsOnWhatsApp(ctx, []string{"+" + cleo}))
		require(len(found) == 1 && found[0].Query != "", "%+v", found)
	})
	s.step("contacts: about, LID and devices of a number", func() {
		info := must(s.a.GetUserInfo(ctx, []types.JID{pn(bert), pn(unknownNumber)}))[pn(bert)]
		require(info.Status != "" && info.LID == s.lids[bert] && len(info.Devices) == 2, "%+v", info)
	})
	s.step("contacts: devices by LID and by number", func() {
		devices := must(s.a.GetUserDevices(ctx, []types.JID{s.lids[bert], pn(bert)}))
		require(len(devices) == 4, "%v", devices)
	})
	s.step("contacts: LID and number are mapped both ways", func() {
		require(must(s.a.Store.LIDs.GetLIDForPN(ctx, pn(cleo))) == s.lids[cleo], "another LID")
		require(must(s.a.Store.LIDs.GetPNForLID(ctx, s.lids[cleo])) == pn(cleo), "another number")
	})
	s.step("picture: a change is announced", func() {
		mark := s.a.mark()
		s.box.change(cleo, body{"picture": picture(96)})
		await(s.a, mark, func(change *events.Picture) bool { return change.JID.User == s.lids[cleo].User })
	})
	s.step("picture: read one of a phone", func() {
		info := must(s.a.GetProfilePictureInfo(ctx, pn(cleo), nil))
		require(info != nil && info.URL != "" && info.DirectPath != "", "%+v", info)
	})
	s.step("picture: an unchanged one is not sent again", func() {
		// The id is known even where the answer is not complete.
		known, err := s.a.GetProfilePictureInfo(ctx, pn(cleo), nil)
		require(known != nil, "no picture: %v", err)
		again := must(s.a.GetProfilePictureInfo(ctx, pn(cleo), &whatsmeow.GetProfilePictureParams{ExistingID: known.ID}))
		require(again == nil, "the picture is sent again")
	})
	s.step("picture: none", func() {
		_, err := s.a.GetProfilePictureInfo(ctx, pn(dora), nil)
		require(errors.Is(err, whatsmeow.ErrProfilePictureNotSet), "expected ErrProfilePictureNotSet, got %v", err)
	})
	s.step("picture: its id is in the user info", func() {
		info := must(s.a.GetUserInfo(ctx, []types.JID{pn(cleo)}))[pn(cleo)]
		require(info.PictureID != "", "%+v", info)
	})
	s.step("business: profile and verified name", func() {
		s.box.change(cleo, body{"business": body{"name": "Cleo Ltd", "email": "cleo@example.com"}})
		defer s.box.change(cleo, body{"business": nil})
		profile := must(s.a.GetBusinessProfile(ctx, pn(cleo)))
		require(profile.JID == pn(cleo) && profile.Email == "cleo@example.com", "%+v", profile)
		found := must(s.a.IsOnWhatsApp(ctx, []string{"+" + cleo}))
		require(found[0].VerifiedName.Details.GetVerifiedName() == "Cleo Ltd", "%+v", found[0].VerifiedName)
	})
	s.step("business: a personal account has no profile", func() {
		_, err := s.a.GetBusinessProfile(ctx, pn(dora))
		require(err != nil, "a profile")
	})
	s.step("newsletters: none", func() {
		require(len(must(s.a.GetSubscribedNewsletters(ctx))) == 0, "newsletters")
	})
}
