package main

import (
	"fmt"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waHistorySync"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
)

const pastMessages = 25

// preparePhones makes the phones, and a history that Anna's phone has before the pairing.
func (s *stage) preparePhones() {
	s.step("the phones are ready", func() {
		for phone, name := range map[string]string{anna: "Anna", bert: "Bert", cleo: "Cleo", dora: "Dora"} {
			s.addPhone(phone, name)
		}
		for i := range pastMessages {
			s.box.writeText(cleo, anna, fmt.Sprint("old ", i))
		}
		s.box.call("POST", "/phones/"+cleo+"/groups", body{"subject": "Old group", "participants": []string{anna}})
	})
}

func (s *stage) pairing() {
	s.step("pairing: by QR code", func() { s.a = s.pairByQR("A", anna) })
	s.step("pairing: by code, after a wrong code", func() {
		b := s.newAccount(s.store.NewDevice(), "B", bert)
		s.b = b
		check(b.Connect())
		await[*events.QR](b, 0, nil)
		code := must(b.PairPhone(ctx, bert, true, whatsmeow.PairClientChrome, "Chrome (Linux)"))
		_, err := s.box.try("POST", "/phones/"+bert+"/link-code", body{"code": "ABCD1234"})
		require(err != nil, "the phone accepts a wrong code")
		s.box.call("POST", "/phones/"+bert+"/link-code", body{"code": code})
		b.awaitLogin(0)
		b.awaitAppState()
	})
	s.step("history: all messages arrive after the pairing", func() {
		s.until(fmt.Sprint(pastMessages, " messages"), func() bool { return s.historyMessages() == pastMessages })
	})
	s.step("history: the first part has LID mappings", func() {
		first := await(s.a, 0, func(history *events.HistorySync) bool {
			return history.Data.GetSyncType() == waHistorySync.HistorySync_INITIAL_BOOTSTRAP
		})
		require(len(first.Data.GetPhoneNumberToLidMappings()) > 0, "no LID mappings")
	})
	s.step("history: push names are in the contact store", func() {
		s.until("the push name of Cleo", func() bool {
			return must(s.a.Store.Contacts.GetContact(ctx, s.lids[cleo])).PushName == "Cleo"
		})
	})
	s.step("app state: all collections are synchronised after the pairing", func() { s.a.awaitAppState() })
	s.step("app state: the phone's push name arrives", func() {
		s.until("a push name", func() bool { return s.a.Store.PushName != "" })
	})
	s.step("presence: a client can come online after the pairing", func() {
		check(s.a.SendPresence(ctx, types.PresenceAvailable))
	})
	s.step("presence: a phone sees a client come online", func() {
		s.until("the push names of both", func() bool { return s.a.Store.PushName == "Anna" && s.b.Store.PushName == "Bert" })
		for _, a := range []*account{s.a, s.b} {
			check(a.SendPresence(ctx, types.PresenceAvailable))
			s.untilPresence(a.phone, "available")
		}
	})
}

// historyMessages counts the messages of all parts of the history, and reads each.
func (s *stage) historyMessages() int {
	count := 0
	for _, part := range all[*events.HistorySync](s.a, 0) {
		for _, conversation := range part.Data.GetConversations() {
			chat := must(types.ParseJID(conversation.GetID()))
			for _, message := range conversation.GetMessages() {
				must(s.a.ParseWebMessage(chat, message.GetMessage()))
				count++
			}
		}
	}
	return count
}

// untilPresence waits until Cleo's phone sees a presence of an account.
func (s *stage) untilPresence(phone, state string) {
	s.until(state, func() bool {
		return s.box.call("GET", "/phones/"+cleo+"/presence?chat="+phone, nil)["state"] == state
	})
}
