package jsonl

import (
	"bufio"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"segtap/capture/control/eventjson"
)

// Write writes a value as a line of JSON that is harmless to a terminal.
func Write(out *bufio.Writer, value any) error {
	text, err := json.Marshal(value, json.Deterministic(true), jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return err
	}
	_, err = out.Write(append(eventjson.Escape(text), '\n'))
	return err
}
