package main

import (
	"bytes"
	"database/sql"
	"fmt"
	"image"
	"image/jpeg"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/store/sqlstore"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

const anna, bert, cleo, dora = "4915111111111", "4915122222222", "4915133333333", "4915144444444"

// stage holds the accounts that all steps share. Anna and Bert have clients, Cleo and Dora have a phone only.
type stage struct {
	*suite
	settings settings
	box      sandbox
	store    *sqlstore.Container
	database *sql.DB
	lids     map[string]types.JID

	a, b, a2 *account
	// received is the id of a text that Cleo's phone sent to Anna.
	received string
	group    types.JID
}

func newStage(s *suite, given settings, store *sqlstore.Container, database *sql.DB) *stage {
	return &stage{
		suite: s, settings: given, box: sandbox{given.PhonesURL, s.inject},
		store: store, database: database, lids: map[string]types.JID{},
	}
}

func pn(phone string) types.JID { return types.NewJID(phone, types.DefaultUserServer) }

func text(content string) *waE2E.Message {
	return &waE2E.Message{Conversation: proto.String(content)}
}

// addPhone makes a phone with a name.
func (s *stage) addPhone(phone, name string) {
	made := s.box.call("POST", "/phones", body{"phone": phone, "name": name})
	s.lids[phone] = must(types.ParseJID(made["lid"].(string)))
}

// untilRow waits until a phone shows a message that matches.
func (s *stage) untilRow(phone, id string, matches func(body) bool) {
	s.until(fmt.Sprintf("message %s on the phone %s", id, phone), func() bool {
		row := s.box.row(phone, id)
		return row != nil && matches(row)
	})
}

// is matches a row by one field.
func is(field string, value any) func(body) bool {
	return func(row body) bool { return row[field] == value }
}

// send sends a message and returns its id.
func (a *account) send(to types.JID, message *waE2E.Message) string {
	return must(a.SendMessage(ctx, to, message)).ID
}

// picture returns a square JPEG.
func picture(width int) []byte {
	var out bytes.Buffer
	check(jpeg.Encode(&out, image.NewRGBA(image.Rect(0, 0, width, width)), nil))
	return out.Bytes()
}
