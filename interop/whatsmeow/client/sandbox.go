package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// body is a request or an answer of the control API.
type body map[string]any

// sandbox calls the control API of the sandbox.
type sandbox struct {
	url string
	// inject notes that the current step has a fault.
	inject func()
}

// try calls the control API. An answer other than 2xx is an error.
func (b sandbox) try(method, path string, request body) (body, error) {
	raw, err := b.send(method, path, request)
	if err != nil {
		return nil, err
	}
	var answer body
	return answer, json.Unmarshal(raw, &answer)
}

// call calls the control API, and fails the current step when the answer is not 2xx.
func (b sandbox) call(method, path string, request body) body {
	return must(b.try(method, path, request))
}

func (b sandbox) send(method, path string, request body) ([]byte, error) {
	var content io.Reader
	if request != nil {
		raw, err := json.Marshal(request)
		if err != nil {
			return nil, err
		}
		content = bytes.NewReader(raw)
	}
	call, err := http.NewRequest(method, b.url+path, content)
	if err != nil {
		return nil, err
	}
	call.Header.Set("content-type", "application/json")
	response, err := http.DefaultClient.Do(call)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode >= 300 {
		err = fmt.Errorf("%s %s: %d %s", method, path, response.StatusCode, raw)
	}
	return raw, err
}

// write has a phone send a message, and returns the id.
func (b sandbox) write(phone string, message body) string {
	return b.call("POST", "/phones/"+phone+"/messages", message)["id"].(string)
}

// writeText has a phone send a text to a number or to a group, and returns the id.
func (b sandbox) writeText(phone, to, text string) string {
	return b.write(phone, body{"to": to, "type": "text", "text": text})
}

// change changes the settings of a phone.
func (b sandbox) change(phone string, fields body) {
	b.call("PUT", "/phones/"+phone, fields)
}

// fault switches a fault on.
func (b sandbox) fault(fields body) {
	b.inject()
	b.call("POST", "/network/faults", fields)
}

// clearFaults switches all faults off.
func (b sandbox) clearFaults() {
	b.call("DELETE", "/network/faults", nil)
}

// drop cuts the sockets of an account.
func (b sandbox) drop(phone string) {
	b.inject()
	b.call("POST", "/network/drop", body{"phone": phone})
}

// row returns a message as the phone shows it, or nil.
func (b sandbox) row(phone, id string) body {
	var rows []body
	check(json.Unmarshal(must(b.send("GET", "/phones/"+phone+"/messages", nil)), &rows))
	for _, row := range rows {
		if row["id"] == id {
			return row
		}
	}
	return nil
}

// devices returns the number of companions of a phone.
func (b sandbox) devices(phone string) int {
	return len(b.call("GET", "/phones/"+phone, nil)["devices"].([]any))
}
