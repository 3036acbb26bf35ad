package main

import (
	"errors"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
)

func (s *stage) groups() {
	s.step("group: create", func() {
		mark := s.a.mark()
		members := []types.JID{pn(bert), pn(cleo), pn(unknownNumber)}
		info := must(s.a.CreateGroup(ctx, whatsmeow.ReqCreateGroup{Name: "Go group", Participants: members}))
		s.group = info.JID
		await(s.a, mark, func(joined *events.JoinedGroup) bool { return joined.JID == s.group })
		codes := map[string]int{}
		for _, member := range info.Participants {
			codes[member.JID.User] = member.Error
		}
		require(codes[s.lids[cleo].User] == 0 && codes[unknownNumber] == 404, "%+v", info.Participants)
	})
	s.step("group: create with settings", func() {
		info := must(s.a.CreateGroup(ctx, whatsmeow.ReqCreateGroup{
			Name: "Settings", Participants: []types.JID{pn(cleo)},
			GroupLocked:                 types.GroupLocked{IsLocked: true},
			GroupEphemeral:              types.GroupEphemeral{IsEphemeral: true, DisappearingTimer: 86_400},
			GroupMembershipApprovalMode: types.GroupMembershipApprovalMode{IsJoinApprovalRequired: true},
		}))
		require(info.IsLocked && info.IsEphemeral && info.IsJoinApprovalRequired, "%+v", info)
	})
	s.step("group: the creation says that the group is new", func() {
		joined := await(s.b, 0, func(joined *events.JoinedGroup) bool { return joined.JID == s.group })
		require(joined.Type == "new", "type %q, reason %q", joined.Type, joined.Reason)
	})
	s.step("group: information and list", func() {
		require(len(must(s.a.GetGroupInfo(ctx, s.group)).Participants) == 3, "not 3 members")
		require(len(must(s.a.GetJoinedGroups(ctx))) >= 2, "fewer than 2 groups")
	})
	s.step("group: text to phones and to another client", func() {
		mark := s.b.mark()
		id := s.a.send(s.group, text("to all"))
		s.untilRow(cleo, id, is("text", "to all"))
		s.untilRow(anna, id, is("text", "to all"))
		s.b.awaitMessage(mark, id)
		s.a.awaitReceipt(0, id, types.ReceiptTypeDelivered)
	})
	s.step("group: text from a phone and from another client", func() {
		mark := s.a.mark()
		s.a.awaitMessage(mark, s.box.writeText(cleo, s.group.String(), "from a phone"))
		s.a.awaitMessage(mark, s.b.send(s.group, text("from B")))
	})
	s.step("group: retry, a phone cannot decrypt", func() {
		s.box.fault(body{"undecryptable": true, "phone": cleo, "count": 2})
		s.untilRow(cleo, s.a.send(s.group, text("group retry")), is("text", "group retry"))
	})
	s.step("group: retry, a client cannot decrypt", func() {
		s.box.fault(body{"corrupt": true, "phone": cleo, "count": 1})
		s.a.awaitMessage(0, s.box.writeText(cleo, s.group.String(), "group garbled"))
	})
	s.step("group: read receipt", func() {
		id := s.a.send(s.group, text("read me"))
		s.untilRow(cleo, id, is("text", "read me"))
		s.box.call("POST", "/phones/"+cleo+"/read", body{"chat": s.group.String()})
		require(s.a.awaitReceipt(0, id, types.ReceiptTypeRead).IsGroup, "the receipt names no group")
	})
	s.step("group: typing", func() {
		mark := s.b.mark()
		check(s.a.SendChatPresence(ctx, s.group, types.ChatPresenceComposing, ""))
		await(s.b, mark, func(typing *events.ChatPresence) bool { return typing.Chat == s.group })
	})
	s.step("group: an admin revokes the message of a member", func() {
		id := s.box.writeText(cleo, s.group.String(), "to be revoked")
		s.a.awaitMessage(0, id)
		s.a.send(s.group, s.a.BuildRevoke(s.group, s.lids[cleo], id))
		s.untilRow(cleo, id, is("revoked", true))
	})
	s.step("group: a picture can be set", func() { must(s.a.SetGroupPhoto(ctx, s.group, picture(96))) })
	s.step("group: the picture can be read", func() {
		var info *types.ProfilePictureInfo
		s.until("a picture", func() bool {
			var err error
			if info, err = s.a.GetProfilePictureInfo(ctx, s.group, nil); errors.Is(err, whatsmeow.ErrProfilePictureNotSet) {
				return false
			}
			check(err)
			return true
		})
		require(info != nil && info.URL != "", "%+v", info)
	})
}
