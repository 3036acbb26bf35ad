package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/store/sqlstore"
	"go.mau.fi/whatsmeow/types/events"
	_ "modernc.org/sqlite"
)

var ctx = context.Background()

// collections is the number of app state collections.
const collections = 5

// account is one whatsmeow client with all events that it has dispatched.
type account struct {
	*whatsmeow.Client
	suite *suite
	phone string

	mu     sync.Mutex
	events []any
}

// openStore opens the SQLite database that holds the keys of all clients.
func openStore(file string) (*sqlstore.Container, *sql.DB, error) {
	pragmas := "_pragma=foreign_keys(1)&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)&_txlock=immediate"
	database, err := sql.Open("sqlite", fmt.Sprintf("file:%s?%s", file, pragmas))
	if err != nil {
		return nil, nil, err
	}
	container := sqlstore.NewWithDB(database, "sqlite", nil)
	return container, database, container.Upgrade(ctx)
}

// newAccount makes an unmodified client. The client's WebSocket goes to the sandbox, and its media client trusts the sandbox's CA.
func (s *stage) newAccount(device *store.Device, name, phone string) *account {
	client := whatsmeow.NewClient(device, logger{s.suite, name})
	socket := must(url.Parse(s.settings.SocketURL))
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, socket.Host)
	}
	web := &http.Client{Transport: &http.Transport{DialTLSContext: dial}}
	client.SetWebsocketHTTPClient(web)
	client.SetPreLoginHTTPClient(web)
	authorities := x509.NewCertPool()
	authorities.AppendCertsFromPEM([]byte(s.settings.MediaCaPem))
	client.SetMediaHTTPClient(&http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: authorities}}})
	a := &account{Client: client, suite: s.suite, phone: phone}
	client.AddEventHandler(func(event any) {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.events = append(a.events, event)
	})
	return a
}

// reopened makes a second client of the same device from the database.
func (s *stage) reopened(a *account, name string) *account {
	device := must(s.store.GetDevice(ctx, *a.Store.ID))
	require(device != nil, "the device %s is not in the database", a.Store.ID)
	return s.newAccount(device, name, a.phone)
}

// mark returns the number of events so far.
func (a *account) mark() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.events)
}

// all returns the events of one type after a mark.
func all[T any](a *account, mark int) []T {
	a.mu.Lock()
	defer a.mu.Unlock()
	var found []T
	for _, event := range a.events[mark:] {
		if typed, ok := event.(T); ok {
			found = append(found, typed)
		}
	}
	return found
}

// await waits for an event after a mark that matches, and fails the current step when no such event comes.
func await[T any](a *account, mark int, matches func(T) bool) T {
	var found T
	a.suite.until(fmt.Sprintf("%T", found), func() bool {
		for _, event := range all[T](a, mark) {
			if matches == nil || matches(event) {
				found = event
				return true
			}
		}
		return false
	})
	return found
}

// awaitMessage waits for a message by its id.
func (a *account) awaitMessage(mark int, id string) *events.Message {
	return await(a, mark, func(message *events.Message) bool { return message.Info.ID == id })
}

// awaitLogin waits for a login after a mark.
func (a *account) awaitLogin(mark int) {
	await[*events.Connected](a, mark, nil)
}

// awaitAppState waits for the first synchronisation of all collections.
func (a *account) awaitAppState() {
	a.suite.until("all collections", func() bool { return len(all[*events.AppStateSyncComplete](a, 0)) >= collections })
}

// login connects and waits for the login.
func (a *account) login() {
	mark := a.mark()
	check(a.Connect())
	a.awaitLogin(mark)
}

// pairByQR pairs a new client by QR code, and waits until it is logged in and has its app state.
func (s *stage) pairByQR(name, phone string) *account {
	a := s.newAccount(s.store.NewDevice(), name, phone)
	codes := must(a.GetQRChannel(ctx))
	check(a.Connect())
	scanned := make(chan error, 1)
	timeout := time.After(s.limit)
	for {
		select {
		case item, isOpen := <-codes:
			require(isOpen, "the QR channel is closed")
			switch item.Event {
			case "code":
				go func() {
					_, err := s.box.try("POST", "/phones/"+phone+"/scan", body{"qr": item.Code})
					scanned <- err
				}()
			case "success":
				check(<-scanned)
				a.awaitLogin(0)
				a.awaitAppState()
				return a
			default:
				check(fmt.Errorf("QR channel: %s %v", item.Event, item.Error))
			}
		case <-timeout:
			check(fmt.Errorf("no pairing within %s", s.limit))
		}
	}
}
