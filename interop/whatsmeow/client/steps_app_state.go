package main

import (
	"time"

	"go.mau.fi/whatsmeow/appstate"
	"go.mau.fi/whatsmeow/types/events"
)

// patch runs a step in which A changes the app state and A2 receives the event.
func patch[T any](s *stage, name string, change appstate.PatchInfo) {
	s.step("app state: "+name, func() {
		mark := s.a2.mark()
		check(s.a.SendAppState(ctx, change))
		await[T](s.a2, mark, nil)
	})
}

func (s *stage) appState() {
	patch[*events.Mute](s, "mute, the first patch of its collection", appstate.BuildMute(s.lids[cleo], true, time.Hour))
	patch[*events.Mute](s, "mute", appstate.BuildMute(s.lids[bert], true, time.Hour))
	patch[*events.Pin](s, "pin, the first patch of its collection", appstate.BuildPin(s.lids[cleo], true))
	patch[*events.Archive](s, "archive", appstate.BuildArchive(s.lids[cleo], true, time.Now(), nil))
	patch[*events.MarkChatAsRead](s, "mark as read", appstate.BuildMarkChatAsRead(s.lids[cleo], true, time.Now(), nil))
	patch[*events.PushNameSetting](s, "push name, the first patch of its collection", appstate.BuildSettingPushName("Anna New"))
	patch[*events.PushNameSetting](s, "push name", appstate.BuildSettingPushName("Anna Newer"))
	s.step("app state: a companion renames the account", func() {
		s.until("the new name", func() bool { return s.box.call("GET", "/phones/"+anna, nil)["name"] == "Anna Newer" })
	})
	s.step("app state: the phone renames the account", func() {
		mark := s.a2.mark()
		s.box.change(anna, body{"name": "Anna Newest"})
		await(s.a2, mark, func(change *events.PushNameSetting) bool { return change.Action.GetName() == "Anna Newest" })
	})
	s.step("app state: a new companion receives all of it", func() {
		a3 := s.pairByQR("A3", anna)
		defer a3.Disconnect()
		chat := must(a3.Store.ChatSettings.GetChatSettings(ctx, s.lids[cleo]))
		require(chat.Found && chat.Archived && a3.Store.PushName == "Anna Newest", "%+v %q", chat, a3.Store.PushName)
	})
	s.step("app state: a stale patch is a conflict", s.staleAppState)
}

// staleAppState sets A2 back by one version, so that its next patch is stale. whatsmeow applies what the conflict brings, and sends again.
func (s *stage) staleAppState() {
	name := appstate.WAPatchRegularLow
	version, hash, err := s.a2.Store.AppState.GetAppStateVersion(ctx, string(name))
	check(err)
	check(s.a.SendAppState(ctx, appstate.BuildPin(s.lids[bert], true)))
	s.until("the patch of A at A2", func() bool {
		newer, _, err := s.a2.Store.AppState.GetAppStateVersion(ctx, string(name))
		check(err)
		return newer > version
	})
	_, err = s.database.Exec("DELETE FROM whatsmeow_app_state_mutation_macs WHERE jid=$1 AND name=$2 AND version>$3", s.a2.Store.ID.String(), name, version)
	check(err)
	check(s.a2.Store.AppState.PutAppStateVersion(ctx, string(name), version, hash))
	check(s.a2.SendAppState(ctx, appstate.BuildPin(s.lids[dora], true)))
	check(s.a.FetchAppState(ctx, name, false, false))
	check(s.a2.FetchAppState(ctx, name, true, false))
}
