package main

import (
	"strings"

	"fmt"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
)

func (s *stage) kinds() {
	var sent string
	s.step("reaction: both ways", func() {
		sent = s.a.send(s.lids[cleo], text("react to me"))
		s.untilRow(cleo, sent, is("text", "react to me"))
		mark := s.a.mark()
		s.box.write(cleo, body{"type": "reaction", "messageId": sent, "emoji": "👍"})
		await(s.a, mark, func(message *events.Message) bool { return message.Message.GetReactionMessage().GetText() == "👍" })
		s.a.send(s.lids[cleo], s.a.BuildReaction(s.lids[cleo], s.lids[cleo], s.received, "❤"))
		s.untilRow(cleo, s.received, func(row body) bool { return strings.Contains(fmt.Sprint(row["reactions"]), "❤") })
	})
	s.step("edit: both ways", func() {
		s.a.send(s.lids[cleo], s.a.BuildEdit(s.lids[cleo], sent, text("edited")))
		s.untilRow(cleo, sent, is("text", "edited"))
		mark := s.a.mark()
		id := s.box.writeText(cleo, anna, "first")
		s.a.awaitMessage(mark, id)
		s.box.write(cleo, body{"type": "edit", "messageId": id, "text": "second", "plain": true})
		await(s.a, mark, func(message *events.Message) bool {
			return message.Info.Edit == types.EditAttributeMessageEdit && strings.Contains(message.Message.String(), "second")
		})
	})
	s.step("revoke: both ways", func() {
		s.a.send(s.lids[cleo], s.a.BuildRevoke(s.lids[cleo], types.EmptyJID, sent))
		s.untilRow(cleo, sent, is("revoked", true))
		mark := s.a.mark()
		id := s.box.writeText(cleo, anna, "gone soon")
		s.a.awaitMessage(mark, id)
		s.box.write(cleo, body{"type": "revoke", "messageId": id})
		await(s.a, mark, func(message *events.Message) bool {
			return message.Message.GetProtocolMessage().GetType() == waE2E.ProtocolMessage_REVOKE
		})
	})
	s.step("poll: from a phone", func() {
		mark := s.a.mark()
		s.a.awaitMessage(mark, s.box.write(cleo, body{"to": anna, "type": "poll", "name": "P?", "options": []string{"1", "2"}}))
	})
	s.step("poll: between two clients, with a vote", func() {
		mark := s.b.mark()
		// This version of whatsmeow cannot decrypt a vote in a chat that is addressed by LID.
		poll := s.b.awaitMessage(mark, s.a.send(pn(bert), s.a.BuildPollCreation("Q?", []string{"x", "y"}, 1)))
		vote := must(s.b.BuildPollVote(ctx, &poll.Info, []string{"y"}))
		mark = s.a.mark()
		s.b.send(poll.Info.Chat, vote)
		received := await(s.a, mark, func(message *events.Message) bool { return message.Message.GetPollUpdateMessage() != nil })
		require(len(must(s.a.DecryptPollVote(ctx, received)).SelectedOptions) == 1, "not one option")
	})
	s.step("status: a text to the status broadcast is accepted", func() {
		s.a.send(types.StatusBroadcastJID, text("my status"))
	})
}
