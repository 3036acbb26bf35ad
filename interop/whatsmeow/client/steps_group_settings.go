package main

import (
	"time"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
)

// groupChange runs a step in which A changes the group, and A and B receive the notification. A then sends to the changed members.
func (s *stage) groupChange(name string, change func(), matches func(*events.GroupInfo) bool) {
	s.step("group: "+name, func() {
		markOfA, markOfB := s.a.mark(), s.b.mark()
		change()
		isOurs := func(info *events.GroupInfo) bool { return info.JID == s.group && matches(info) }
		await(s.a, markOfA, isOurs)
		await(s.b, markOfB, isOurs)
	})
}

func (s *stage) groupSettings() {
	s.groupChange("name", func() { check(s.a.SetGroupName(ctx, s.group, "Renamed")) },
		func(info *events.GroupInfo) bool { return info.Name != nil && info.Name.Name == "Renamed" })
	for _, topic := range []string{"first topic", "second topic"} {
		s.groupChange(topic, func() { check(s.a.SetGroupTopic(ctx, s.group, "", "", topic)) },
			func(info *events.GroupInfo) bool { return info.Topic != nil && info.Topic.Topic == topic })
	}
	s.groupChange("only admins write", func() { check(s.a.SetGroupAnnounce(ctx, s.group, true)) },
		func(info *events.GroupInfo) bool { return info.Announce != nil && info.Announce.IsAnnounce })
	s.step("group: a member may not write where only admins write", func() {
		_, err := s.b.SendMessage(ctx, s.group, text("no"))
		require(err != nil, "the message is accepted")
	})
	s.groupChange("all members write", func() { check(s.a.SetGroupAnnounce(ctx, s.group, false)) },
		func(info *events.GroupInfo) bool { return info.Announce != nil && !info.Announce.IsAnnounce })
	s.groupChange("locked", func() { check(s.a.SetGroupLocked(ctx, s.group, true)) },
		func(info *events.GroupInfo) bool { return info.Locked != nil && info.Locked.IsLocked })
	s.groupChange("unlocked", func() { check(s.a.SetGroupLocked(ctx, s.group, false)) },
		func(info *events.GroupInfo) bool { return info.Locked != nil && !info.Locked.IsLocked })
	for _, isOn := range []bool{true, false} {
		name := map[bool]string{true: "admins approve who joins", false: "everybody may join"}[isOn]
		s.groupChange(name, func() { check(s.a.SetGroupJoinApprovalMode(ctx, s.group, isOn)) },
			// whatsmeow does not read which of both it is.
			func(info *events.GroupInfo) bool { return info.MembershipApprovalMode != nil })
	}
	s.groupChange("only admins add members",
		func() { check(s.a.SetGroupMemberAddMode(ctx, s.group, types.GroupMemberAddModeAdmin)) },
		// whatsmeow has no event of its own for the mode.
		func(info *events.GroupInfo) bool {
			return len(info.UnknownChanges) == 1 && info.UnknownChanges[0].Tag == "member_add_mode"
		})
	s.groupChange("disappearing messages",
		func() { check(s.a.SetDisappearingTimer(ctx, s.group, 24*time.Hour, time.Now())) },
		func(info *events.GroupInfo) bool {
			return info.Ephemeral != nil && info.Ephemeral.DisappearingTimer == 86_400
		})
}
