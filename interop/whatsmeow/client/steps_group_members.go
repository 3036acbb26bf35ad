package main

import (
	"errors"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
)

// change changes one member of the group, and returns the result.
func (s *stage) change(member types.JID, action whatsmeow.ParticipantChange) types.GroupParticipant {
	results := must(s.a.UpdateGroupParticipants(ctx, s.group, []types.JID{member}, action))
	require(len(results) == 1, "%+v", results)
	return results[0]
}

// changeMember runs a step in which A changes a member and B receives the notification.
func (s *stage) changeMember(name string, member types.JID, action whatsmeow.ParticipantChange, count func(*events.GroupInfo) int) {
	s.groupChange(name, func() {
		result := s.change(member, action)
		require(result.Error == 0, "%+v", result)
	}, func(info *events.GroupInfo) bool { return count(info) == 1 })
}

func (s *stage) groupMembers() {
	s.changeMember("add a member by number", pn(dora), whatsmeow.ParticipantChangeAdd,
		func(info *events.GroupInfo) int { return len(info.Join) })
	s.changeMember("promote a member", s.lids[dora], whatsmeow.ParticipantChangePromote,
		func(info *events.GroupInfo) int { return len(info.Promote) })
	s.changeMember("demote a member", s.lids[dora], whatsmeow.ParticipantChangeDemote,
		func(info *events.GroupInfo) int { return len(info.Demote) })
	s.step("group: text to a new member", func() {
		s.untilRow(dora, s.a.send(s.group, text("hi Dora")), is("text", "hi Dora"))
	})
	s.changeMember("remove a member", s.lids[dora], whatsmeow.ParticipantChangeRemove,
		func(info *events.GroupInfo) int { return len(info.Leave) })
	s.step("group: a removed member receives nothing more", func() {
		id := s.a.send(s.group, text("without Dora"))
		s.untilRow(cleo, id, is("text", "without Dora"))
		s.untilRow(dora, s.a.send(pn(dora), text("to Dora alone")), is("text", "to Dora alone"))
		require(s.box.row(dora, id) == nil, "the removed member shows the message")
	})
	var invitation *types.GroupParticipantAddRequest
	s.step("group: an account that nobody may add gets an invitation", func() {
		check(s.b.LeaveGroup(ctx, s.group))
		s.box.change(bert, body{"groupAdd": false})
		result := s.change(pn(bert), whatsmeow.ParticipantChangeAdd)
		require(result.Error == 403 && result.AddRequest != nil, "%+v", result)
		invitation = result.AddRequest
	})
	inviter := s.a.Store.GetJID().ToNonAD()
	s.step("group: an invitation tells about the group", func() {
		must(s.b.GetGroupInfoFromInvite(ctx, s.group, inviter, invitation.Code, invitation.Expiration.Unix()))
	})
	s.step("group: join by an invitation", func() {
		mark := s.b.mark()
		check(s.b.JoinGroupWithInvite(ctx, s.group, inviter, invitation.Code, invitation.Expiration.Unix()))
		await[*events.JoinedGroup](s.b, mark, nil)
		s.box.change(bert, body{"groupAdd": true})
	})
	s.step("group: join by the invite link", func() {
		link := must(s.a.GetGroupInviteLink(ctx, s.group, false))
		s.change(s.lids[bert], whatsmeow.ParticipantChangeRemove)
		require(must(s.b.GetGroupInfoFromLink(ctx, link)).JID == s.group, "another group")
		mark := s.b.mark()
		require(must(s.b.JoinGroupWithLink(ctx, link)) == s.group, "another group")
		await[*events.JoinedGroup](s.b, mark, nil)
	})
	s.step("group: a reset invite link is revoked", func() {
		old := must(s.a.GetGroupInviteLink(ctx, s.group, false))
		must(s.a.GetGroupInviteLink(ctx, s.group, true))
		_, err := s.b.GetGroupInfoFromLink(ctx, old)
		require(errors.Is(err, whatsmeow.ErrInviteLinkRevoked), "expected ErrInviteLinkRevoked, got %v", err)
	})
	s.step("group: an admin approves a request to join", func() { s.joinByRequest() })
	s.step("group: leave", func() {
		mark := s.a.mark()
		check(s.b.LeaveGroup(ctx, s.group))
		await(s.a, mark, func(info *events.GroupInfo) bool { return len(info.Leave) == 1 })
	})
	s.step("group: a former member learns nothing", func() {
		_, err := s.b.GetGroupInfo(ctx, s.group)
		require(errors.Is(err, whatsmeow.ErrGroupNotFound) || errors.Is(err, whatsmeow.ErrNotInGroup), "got %v", err)
	})
}

func (s *stage) joinByRequest() {
	check(s.a.SetGroupJoinApprovalMode(ctx, s.group, true))
	link := must(s.a.GetGroupInviteLink(ctx, s.group, false))
	s.change(s.lids[bert], whatsmeow.ParticipantChangeRemove)
	mark := s.a.mark()
	must(s.b.JoinGroupWithLink(ctx, link))
	await(s.a, mark, func(info *events.GroupInfo) bool {
		return len(info.UnknownChanges) > 0 && info.UnknownChanges[0].Tag == "created_membership_requests"
	})
	requests := must(s.a.GetGroupRequestParticipants(ctx, s.group))
	require(len(requests) == 1, "%v", requests)
	results := must(s.a.UpdateGroupRequestParticipants(ctx, s.group, []types.JID{requests[0].JID}, whatsmeow.ParticipantChangeApprove))
	require(len(results) == 1 && results[0].Error == 0, "%+v", results)
}
