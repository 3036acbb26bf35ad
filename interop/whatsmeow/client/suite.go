package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	waLog "go.mau.fi/whatsmeow/util/log"
)

const (
	// longWait ends a step that hangs. No slow machine reaches it.
	longWait  = 60 * time.Second
	pollEvery = 10 * time.Millisecond
)

// result is a line of the report.
type result struct {
	Step  string `json:"step"`
	OK    bool   `json:"ok"`
	Ms    int64  `json:"ms"`
	Error string `json:"error,omitempty"`
	// ID is the message of a kind that was sent to a gateway.
	ID string `json:"id,omitempty"`
	// Injected tells whether the step has injected a fault or cut a connection.
	Injected bool     `json:"injected,omitempty"`
	Warnings []string `json:"warnings,omitempty"`
}

// suite runs steps one after the other and reports each.
type suite struct {
	report   *json.Encoder
	slowness float64
	limit    time.Duration

	mu       sync.Mutex
	logFile  io.Writer
	current  string
	warnings []string
	injected bool
	id       string
}

func newSuite(given settings, report, logFile io.Writer) *suite {
	s := &suite{report: json.NewEncoder(report), slowness: max(1, given.Slowness), logFile: logFile}
	s.limit = s.scaled(longWait)
	return s
}

func (s *suite) scaled(wait time.Duration) time.Duration {
	return time.Duration(float64(wait) * s.slowness)
}

// failure is the panic of an assertion. Every other panic is an error of this program.
type failure struct{ error }

// check fails the current step if there is an error.
func check(err error) {
	if err != nil {
		panic(failure{err})
	}
}

// must returns the value, or fails the current step.
func must[T any](value T, err error) T {
	check(err)
	return value
}

// require fails the current step unless the condition holds.
func require(holds bool, format string, args ...any) {
	if !holds {
		panic(failure{fmt.Errorf(format, args...)})
	}
}

// step runs one check and prints its result.
func (s *suite) step(name string, run func()) {
	s.mu.Lock()
	s.current, s.warnings, s.injected, s.id = name, nil, false, ""
	s.mu.Unlock()
	start := time.Now()
	err := failureOf(run)
	s.mu.Lock()
	defer s.mu.Unlock()
	line := result{Step: name, OK: err == nil, Ms: time.Since(start).Milliseconds(), Warnings: s.warnings, Injected: s.injected, ID: s.id}
	if err != nil {
		line.Error = err.Error()
	}
	if err := s.report.Encode(line); err != nil {
		panic(err)
	}
}

// kind runs a step that sends a message, and reports the id.
func (s *suite) kind(name string, send func() string) {
	s.step(name, func() { s.id = send() })
}

func failureOf(run func()) (err error) {
	defer func() {
		var failed failure
		switch reason := recover().(type) {
		case nil:
		case error:
			if errors.As(reason, &failed) {
				err = failed.error
			} else {
				err = fmt.Errorf("panic: %w", reason)
			}
		default:
			err = fmt.Errorf("panic: %v", reason)
		}
	}()
	run()
	return nil
}

// until polls a condition, and fails the current step when its limit has passed.
func (s *suite) until(expected string, holds func() bool) {
	for deadline := time.Now().Add(s.limit); !holds(); time.Sleep(pollEvery) {
		require(time.Now().Before(deadline), "expected within %s: %s", s.limit, expected)
	}
}

// inject marks the current step as a step with an injected fault.
func (s *suite) inject() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.injected = true
}

// warned counts the warnings and errors of the current step that contain a text.
func (s *suite) warned(text string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	count := 0
	for _, line := range s.warnings {
		if strings.Contains(line, text) {
			count++
		}
	}
	return count
}

// logger writes all levels to the log file, and attaches warnings and errors to the current step.
type logger struct {
	suite  *suite
	module string
}

func (l logger) write(level, format string, args ...any) {
	l.suite.mu.Lock()
	defer l.suite.mu.Unlock()
	line := fmt.Sprintf("%s [%s] %s", level, l.module, fmt.Sprintf(format, args...))
	fmt.Fprintf(l.suite.logFile, "%s {%s} %s\n", time.Now().Format("15:04:05.000"), l.suite.current, line)
	if level == "WARN" || level == "ERROR" {
		l.suite.warnings = append(l.suite.warnings, line)
	}
}

func (l logger) Debugf(format string, args ...any) { l.write("DEBUG", format, args...) }
func (l logger) Infof(format string, args ...any)  { l.write("INFO", format, args...) }
func (l logger) Warnf(format string, args ...any)  { l.write("WARN", format, args...) }
func (l logger) Errorf(format string, args ...any) { l.write("ERROR", format, args...) }
func (l logger) Sub(module string) waLog.Logger    { return logger{l.suite, l.module + "/" + module} }
