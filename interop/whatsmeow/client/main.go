// Command client runs unmodified whatsmeow clients against a running sandbox.
// The command writes the result of each step as one line of JSON to FOLDER/report.jsonl, because libsignal logs to the standard output.
package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"go.mau.fi/whatsmeow"
)

// settings is the file that the test writes.
type settings struct {
	PhonesURL     string `json:"phonesUrl"`
	SocketURL     string `json:"socketUrl"`
	MediaCaPem    string `json:"mediaCaPem"`
	RootPublicKey string `json:"rootPublicKey"`
	// Gateway is the target of a customer's messages. Without it, all steps run.
	Gateway *gateway `json:"gateway"`
	// Slowness multiplies all waits.
	Slowness float64 `json:"slowness"`
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: client SETTINGS.json FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(settingsFile, folder string) error {
	var given settings
	raw, err := os.ReadFile(settingsFile)
	if err != nil {
		return err
	}
	if err = json.Unmarshal(raw, &given); err != nil {
		return fmt.Errorf("%s: %w", settingsFile, err)
	}
	root, err := hex.DecodeString(given.RootPublicKey)
	if err != nil {
		return fmt.Errorf("rootPublicKey: %w", err)
	}
	copy(whatsmeow.WACertPubKey[:], root)
	logFile, err := os.Create(filepath.Join(folder, "whatsmeow.log"))
	if err != nil {
		return err
	}
	defer logFile.Close()
	report, err := os.Create(filepath.Join(folder, "report.jsonl"))
	if err != nil {
		return err
	}
	defer report.Close()
	store, database, err := openStore(filepath.Join(folder, "clients.db"))
	if err != nil {
		return err
	}
	defer database.Close()

	s := newStage(newSuite(given, report, logFile), given, store, database)
	if to := given.Gateway; to != nil {
		s.kindsToGateway(*to)
		return nil
	}
	s.preparePhones()
	s.pairing()
	s.texts()
	s.kinds()
	s.media()
	s.retries()
	s.contacts()
	s.account()
	s.groups()
	s.groupSettings()
	s.groupMembers()
	s.companions()
	s.appState()
	s.trouble()
	s.connection()
	s.logins()
	return nil
}
